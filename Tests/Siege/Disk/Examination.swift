internal import Restic

/// Cuts the power at every moment of a record, and looks at what each kind of survival leaves.
public final class Examination {
    /// Something that must never be.
    public struct Finding: Hashable, Sendable, CustomStringConvertible {
        /// After which line of the record the power was cut.
        public let moment: Int
        /// What survived of the unflushed.
        public let survival: Survival
        /// What is wrong.
        public let problem: String

        /// For a failed expectation.
        public var description: String { "power cut after line \(moment), survives \(survival): \(problem)" }
    }

    /// The moments at which the power is cut: whenever something changed, became safe, or was answered.
    public let moments: [Int]
    /// How many wrecks were looked at.
    public private(set) var wrecks = 0
    /// How many objects were seen in them, each time that one was there.
    public private(set) var sightings = 0

    private let disk: Disk
    private let castle: Castle
    private let client: String
    private let conversation: Conversation
    private let wholeConfig: [UInt8]
    private var sums: [Wreck.File: String] = [:]
    private var trails: [[Wreck.File]: Set<String>] = [:]

    /// Takes the record of what happened in a castle.
    public init(_ record: Record, of castle: Castle, client: String = "web1") throws(SiegeError) {
        self.castle = castle
        self.client = client
        disk = try Disk(record, roots: [castle.storage, castle.state])
        conversation = try Conversation(record)
        moments = (disk.times.union(conversation.exchanges.compactMap(\.done))).filter { $0 < .max }.sorted()
        wholeConfig = (try? Files.bytes("\(castle.repository(client))/config")) ?? []
    }

    /// How many changes clients were told are done.
    public var answeredChanges: Int {
        conversation.exchanges.count { exchange in
            switch exchange.request {
            case .save, .remove: exchange.done != nil
            case .list, .load, .stat, .createRepository, .deleteRepository: false
            }
        }
    }

    /// Looks at every wreck.
    ///
    /// - Returns: what is wrong, at most 20 findings.
    public func findings(_ survivals: [Survival] = Survival.allCases) throws(SiegeError) -> [Finding] {
        var findings: [Finding] = []
        for moment in moments {
            for survival in survivals {
                for problem in try problems(at: moment, survival) {
                    findings.append(Finding(moment: moment, survival: survival, problem: problem))
                    if findings.count == 20 { return findings }
                }
            }
        }
        return findings
    }

    /// The wreck of one moment.
    public func wreck(at moment: Int, _ survival: Survival) -> Wreck { Wreck(disk, at: moment, survival) }

    private func problems(at moment: Int, _ survival: Survival) throws(SiegeError) -> [String] {
        let wreck = wreck(at: moment, survival)
        wrecks += 1
        var problems: [String] = []
        var found: Set<Object> = []
        wreck.forEachFile(below: castle.storage) { (path, file) in
            guard let place = StoredPath(path, of: client), case .object(let object) = place else {
                if StoredPath(path, of: client) == nil { problems.append("\(path) should not be there") }
                return
            }
            // An empty file is no object: see StoredObject.
            guard let sum = sum(of: file, in: wreck) else { return }
            found.insert(object)
            if !isWhole(object, sum, file, in: wreck) { problems.append("\(object) is there, but not whole") }
        }
        sightings += found.count
        let rows = try rows(in: wreck)
        problems += found.filter { !rows.contains("\($0)") }.map { "\($0) is there, but the trail has no row for it" }
        return problems + brokenPromises(at: moment, found)
    }

    private func isWhole(_ object: Object, _ sum: String, _ file: Wreck.File, in wreck: Wreck) -> Bool {
        switch object {
        case .config: wreck.bytes(of: file) == wholeConfig
        case .file(_, let name): sum == name.hex
        }
    }

    /// What was answered with 200 and is not so.
    private func brokenPromises(at moment: Int, _ found: Set<Object>) -> [String] {
        var problems: [String] = []
        for exchange in conversation.exchanges {
            guard let done = exchange.done, done <= moment else { continue }
            switch exchange.request {
            case .save(let object) where !found.contains(object) && !wasTaken(object, after: exchange.asked, moment):
                problems.append("\(object) was answered with 200, and is not there")
            case .remove(let object) where found.contains(object) && !wasSaved(object, after: exchange.asked, moment):
                problems.append("\(object) was removed, and is there")
            case .save, .remove, .list, .load, .stat, .createRepository, .deleteRepository: break
            }
        }
        return problems
    }

    private func wasTaken(_ object: Object, after time: Int, _ moment: Int) -> Bool {
        conversation.exchanges.contains { $0.request == .remove(object) && $0.asked > time && $0.asked <= moment }
    }

    private func wasSaved(_ object: Object, after time: Int, _ moment: Int) -> Bool {
        conversation.exchanges.contains { $0.request == .save(object) && $0.asked > time && $0.asked <= moment }
    }

    /// The file's SHA-256; `nil` where it is empty.
    private func sum(of file: Wreck.File, in wreck: Wreck) -> String? {
        if let known = sums[file] { return known.isEmpty ? nil : known }
        let bytes = wreck.bytes(of: file)
        let sum = bytes.isEmpty ? "" : Files.sum(bytes)
        sums[file] = sum
        return sum.isEmpty ? nil : sum
    }

    /// The objects that the trail says were allowed to be saved, as SQLite finds it after the power cut.
    private func rows(in wreck: Wreck) throws(SiegeError) -> Set<String> {
        var files: [(name: String, file: Wreck.File)] = []
        wreck.forEachFile(below: castle.state) { (path, file) in
            if path.hasPrefix("trail/audit.sqlite"), !path.hasSuffix("-shm") { files.append((path, file)) }
        }
        files.sort { $0.name < $1.name }
        let key = files.map(\.file)
        if let known = trails[key] { return known }
        let folder = try Files.makeFolder(in: "/dev/shm")
        defer { Files.remove(folder) }
        for (name, file) in files {
            try Files.write(wreck.bytes(of: file), to: "\(folder)/\(name.dropFirst("trail/".count))")
        }
        let rows = try TrailLook.savedObjects(in: "\(folder)/audit.sqlite")
        trails[key] = rows
        return rows
    }
}

extension Examination {
    /// Where the disk as it is in the end, all of it flushed, is another than the real one: then the model is wrong.
    public func unfaithful() throws(SiegeError) -> [String] {
        let wreck = wreck(at: moments.last ?? 0, .everything)
        var problems: [String] = []
        for root in [castle.storage, castle.state] {
            var modelled: Set<String> = []
            wreck.forEachFile(below: root) { (path, file) in
                // SQLite writes it through memory.
                if path.hasSuffix("-shm") { return }
                modelled.insert(path)
                let real = try? Files.bytes("\(root)/\(path)")
                if real != wreck.bytes(of: file) { problems.append("\(path) differs") }
            }
            let real = Files.all(below: root).filter { !$0.hasSuffix("-shm") }
            problems += modelled.symmetricDifference(real).map { "\($0) is there in one only" }
        }
        return problems
    }

    /// Puts a wreck into a new castle, as an admin finds it when the machine is up again.
    public func castle(after moment: Int, _ survival: Survival) throws(SiegeError) -> Castle {
        let wreck = wreck(at: moment, survival)
        let found = try Castle(clients: [client: ""])
        for (from, to) in [(castle.storage, found.storage), (castle.state, found.state)] {
            for folder in wreck.folders(below: from) { try Files.makeFolder("\(to)/\(folder)") }
            try wreck.forEachFile(below: from) { (path, file) throws(SiegeError) in
                try Files.write(wreck.bytes(of: file), to: "\(to)/\(path)", mode: 0o400)
            }
        }
        return found
    }
}
