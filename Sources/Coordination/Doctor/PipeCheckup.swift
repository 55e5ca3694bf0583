internal import Glibc
internal import Linux
internal import PolicyFile

/// Whether the kernel lets the gates' user have as large pipes as that many clients may use at once. Source: pipe(7).
enum PipeCheckup: Checkup {
    static let name = "pipes"

    /// What `config/sysctl` asks for, in pages: 1 GiB.
    static let enough = 262_144
    /// Pages of a session that restores: a MiB each way, and 6.5 between.
    static let eachSession = 2176
    private static let file = "/proc/sys/fs/pipe-user-pages-soft"

    static func look(at patient: Patient) -> [Verdict] {
        guard let policy = patient.policy else { return [Patient.noPolicy] }
        do throws(SystemCallError) {
            let text = String(decoding: try Descriptor.at(file, O_RDONLY).readAll(limit: 64), as: UTF8.self)
            guard let pages = Int(text.filter { $0 != "\n" }) else { return [.unknown("\(file) holds no number")] }
            return [verdict(pages: pages, clients: policy.clients.count)]
        } catch {
            return [.unknown("\(file): \(error)")]
        }
    }

    /// What a limit means for so many clients with a session each; a limit of 0 is none.
    static func verdict(pages: Int, clients: Int) -> Verdict {
        let needed = min(clients * eachSession, enough)
        guard pages == 0 || pages >= needed else {
            return .bad(
                "\(clients) clients at once have \(pages) pages for their pipes, and slow each other; \(needed) are enough",
                mend: "echo fs.pipe-user-pages-soft=\(enough) >/etc/sysctl.d/postern.conf && sysctl --system")
        }
        return .good(pages == 0 ? "without a limit" : "\(pages) pages, enough for the clients that there are")
    }
}
