internal import Peer

/// Where one case takes place: it makes what the case asks for, and looks after it.
final class Ground {
    let subject: any Subject
    private let scratch: Scratch?
    private var made: (any Site)?
    private var peers: [Peer] = []

    init(_ subject: any Subject) {
        self.subject = subject
        scratch = try? Scratch()
    }

    /// The server, set up on the first call.
    func site(_ wishes: Wishes = Wishes()) throws -> any Site {
        if let made { return made }
        guard let scratch else { throw Breach("no temporary folder") }
        let site = try subject.site(wishes, in: scratch)
        made = site
        return site
    }

    /// The server, where it promises what only a policy can say.
    func siteWithPolicy(_ wishes: Wishes = Wishes()) throws -> any Site {
        let site = try site(wishes)
        guard site is PosternSite else { throw NotApplicable("it has no policy") }
        return site
    }

    /// The folder of the whole case.
    func folder() throws -> String {
        guard let scratch else { throw Breach("no temporary folder") }
        return scratch.path
    }

    /// Where a case can mount something.
    var mounts: Scratch? { scratch }

    /// A session of a client.
    func connect(_ client: String = "web1", remote: String = "", _ how: Conduct = Conduct()) throws -> Peer {
        let peer = try site().connect(client, remote, how)
        peers.append(peer)
        return peer
    }

    /// What must hold at the end of every case.
    func settle() throws {
        for peer in peers { peer.closeInput() }
        for peer in peers { _ = try peer.wait() }
        peers = []
        try made?.settle()
    }

    /// What the sessions said on stderr, for a report.
    var lastWords: String {
        let words = peers.map(\.standardError).joined().split(separator: "\n").prefix(4).joined(separator: " | ")
        let failures = ((try? made?.trail()) ?? []).filter { $0.outcome == "failed" && $0.action != "close" }
        let reasons = Set(failures.map { "\($0.action): \($0.reason)" }).sorted().prefix(4).joined(separator: " | ")
        return (words.isEmpty ? "" : " [stderr: \(words)]") + (reasons.isEmpty ? "" : " [trail: \(reasons)]")
    }
}
