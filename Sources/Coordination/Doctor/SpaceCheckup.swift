internal import Glibc
internal import Linux
internal import Policy
internal import Restic

/// Free space and inodes of each storage against the floor, and of the state folder.
enum SpaceCheckup: Checkup {
    static let name = "space"

    /// What trail and catalog should have left, in bytes.
    private static let stateFloor = ByteCount.mebibytes(256)

    static func look(at patient: Patient) -> [Verdict] {
        guard let gateway = patient.gateway else { return [Patient.noPolicy] }
        let storages = gateway.storages.sorted { $0.key < $1.key }.compactMap { name, storage in
            switch storage {
            case .local(let root, let floor): verdict("\(name)", root, floor, patient)
            case .s3: nil as Verdict?
            }
        }
        return storages + [verdict("state", gateway.state, stateFloor, patient)]
    }

    private static func verdict(_ name: String, _ path: String, _ floor: ByteCount, _ patient: Patient) -> Verdict {
        var status = statvfs()
        guard unsafe statvfs(path, &status) == 0 else {
            return .unknown("\(name): \(Escaped.text(path)): \(SystemCallError("statvfs", errno))")
        }
        let free = ByteCount(bytes: UInt64(status.f_bavail) * UInt64(status.f_frsize))
        let look = "du -xh --max-depth 2 \(ShellWord.quoted(path)) | sort -h | tail"
        guard free > floor else {
            return .bad(
                "\(name): \(Amount.size(free.bytes)) are free, and \(Amount.size(floor.bytes)) must be", mend: look)
        }
        // A file system without inodes of its own (btrfs) says 0.
        let (inodes, inodeFloor) = (UInt64(status.f_favail), UInt64(status.f_files) / 100)
        guard status.f_files == 0 || inodes > inodeFloor else {
            return .bad(
                "\(name): \(inodes) inodes are free, and \(inodeFloor) must be", mend: "df -i \(ShellWord.quoted(path))"
            )
        }
        let count = status.f_files == 0 ? "" : ", \(inodes) inodes"
        return .good("\(name): \(Amount.size(free.bytes)) are free\(count); the floor is \(Amount.size(floor.bytes))")
    }
}
