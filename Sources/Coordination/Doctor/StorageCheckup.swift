internal import Glibc
internal import Linux
internal import Policy
internal import Store

/// Whether each storage keeps what it has confirmed, and never puts one file in another's place.
enum StorageCheckup: Checkup {
    static let name = "storage"

    static func look(at patient: Patient) -> [Verdict] {
        guard let gateway = patient.gateway else { return [Patient.noPolicy] }
        return gateway.storages.sorted { $0.key < $1.key }.map { name, storage in
            switch storage {
            case .local(let root, _): local("\(name)", root, patient)
            case .s3: .unknown("\(name): a bucket; its own service answers for durability")
            }
        }
    }

    private static func local(_ name: String, _ root: String, _ patient: Patient) -> Verdict {
        let place = "\(name) (\(Escaped.text(root)))"
        let probe: StorageProbe
        do throws(StoreError) { probe = try StorageProbe(LocalStorage(root: root)) } catch {
            return trouble(error, place, root, patient)
        }
        let how = "\(probe.fileSystem.name), files appear by \(probe.renaming.rawValue) and are flushed"
        return switch probe.fileSystem.keeping {
        case .disk: .good("\(place): \(how)")
        case .memory:
            .bad(
                "\(place): \(probe.fileSystem.name) is memory: all backups are lost when the power goes",
                mend:
                    "findmnt --target \(ShellWord.quoted(root))   # then mount a disk there, or change root in postern.toml"
            )
        case .elsewhere(let why): .unknown("\(place): \(how); \(why)")
        }
    }

    private static func trouble(_ error: StoreError, _ place: String, _ root: String, _ patient: Patient) -> Verdict {
        switch error {
        case .rootMissing:
            .bad("\(place): the folder is missing", mend: "mount -a; ls -ld \(ShellWord.quoted(root))")
        case .system(let why) where why.code == EACCES && !patient.isRoot: .unknown("\(place): \(why); run it as root")
        case .full: .bad("\(place): \(error)", mend: "du -xh --max-depth 2 \(ShellWord.quoted(root)) | sort -h | tail")
        case .hashMismatch, .lengthMismatch, .configDiffers, .notRegular, .damaged, .permitMismatch, .nested,
            .readOnly, .unflushed, .system:
            .bad("\(place): \(error)", mend: "findmnt --target \(ShellWord.quoted(root)); dmesg | tail")
        }
    }
}
