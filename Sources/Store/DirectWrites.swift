internal import Linux

extension BlockDevice {
    /// Whether writes of ``Upload/piece`` bytes may go to it one by one, past the kernel's cache. It must be able to put
    /// them in order where it turns, and it must not want more at once: a part of a stripe costs a RAID 5 reads too.
    var takesPieces: Bool { optimalWrite <= Upload.piece && (!isRotating || hasWriteCache) }
}
