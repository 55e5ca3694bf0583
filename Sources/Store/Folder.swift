internal import CLinux
internal import Glibc
internal import Linux

/// Reads the names in a folder straight from the kernel, in batches and without a copy of the whole.
enum Folder {
    /// Bytes of one batch: about 600 packs.
    static let batch = 64 * 1024

    /// Calls `body` with each name but `.` and `..`.
    static func forEachName(
        in folder: borrowing Descriptor, _ body: (String) throws(StoreError) -> Void
    ) throws(StoreError) {
        let reader = try Reader(folder)
        while try reader.nextBatch(body) {}
    }

    /// Opens a folder in a folder; `nil` where the name is something else, or has vanished.
    static func openFolder(_ name: String, in folder: borrowing Descriptor) throws(StoreError) -> Descriptor? {
        do throws(SystemCallError) {
            return try folder.open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        } catch {
            guard [ENOENT, ENOTDIR, ELOOP].contains(error.code) else { throw StoreError(error) }
            return nil
        }
    }

    /// One walk over a folder, from its start.
    @safe final class Reader {
        private let folder: Descriptor
        private let buffer: UnsafeMutableRawBufferPointer

        /// Opens the folder anew, so that two walks do not share a position.
        init(_ folder: borrowing Descriptor) throws(StoreError) {
            let raw = folder.raw
            self.folder = try sorted { () throws(SystemCallError) in
                try Descriptor.at(".", O_RDONLY | O_DIRECTORY, in: raw)
            }
            unsafe buffer = .allocate(byteCount: Folder.batch, alignment: 8)
        }

        deinit {
            unsafe buffer.deallocate()
        }

        /// Calls `body` with the next names; `false` at the end.
        func nextBatch(_ body: (String) throws(StoreError) -> Void) throws(StoreError) -> Bool {
            try unsafe nextBytes { (name) throws(StoreError) in
                try body(unsafe String(decoding: name, as: UTF8.self))
            }
        }

        /// Calls `body` with the bytes of the next names, behind each of which there is a NUL; `false` at the end. They
        /// are the kernel's own, in our buffer: nothing is copied.
        func nextBytes(_ body: (UnsafeRawBufferPointer) throws(StoreError) -> Void) throws(StoreError) -> Bool {
            let count = try sorted { () throws(SystemCallError) in
                try retrying("getdents64") {
                    unsafe clinux_getdents64(folder.raw, buffer.baseAddress, UInt32(buffer.count))
                }
            }
            var offset = 0
            while offset < count {
                // struct linux_dirent64, getdents(2): u64 inode, i64 offset, u16 length, u8 type, name and NUL.
                let length = unsafe Int(buffer.loadUnaligned(fromByteOffset: offset + 16, as: UInt16.self))
                let name = unsafe UnsafeRawBufferPointer(rebasing: buffer[(offset + 19)..<(offset + length)])
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: name.prefix { $0 != 0 })
                if unsafe !Self.isOwn(bytes) { try unsafe body(bytes) }
                offset += length
            }
            return count > 0
        }

        /// Whether it is `.` or `..`.
        private static func isOwn(_ name: UnsafeRawBufferPointer) -> Bool {
            unsafe name.count <= 2 && name.allSatisfy { $0 == UInt8(ascii: ".") }
        }
    }
}
