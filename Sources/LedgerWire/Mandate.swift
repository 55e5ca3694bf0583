public import Policy
public import Restic

/// What the coordinator tells a gate of maintenance on descriptor 3, in frames; the gate reads no byte of restic's before
/// ``begin``.
public enum MandateMessage: Hashable, Sendable {
    /// The first: what the gate is for.
    case mandate(Mandate)
    /// Objects that do not exist for whoever the gate serves.
    case hide([Object])
    /// Objects in a run's part of the trash that exist nevertheless; none: the part is only opened, for acts.
    case lend([Object], run: UInt64)
    /// All is said: confine yourself and serve.
    case begin
    /// Move one object; only to a gate that tends the trash. Each gets one ``GateReport/acted(_:)``.
    case act(TrashAct, Object, run: UInt64)
}

/// What a gate of maintenance is for.
public struct Mandate: Hashable, Sendable {
    /// What it does.
    public var purpose: Purpose
    /// The repository's name.
    public var repository: String
    /// Where the repository lies.
    public var place: Place
    /// The run that it belongs to.
    public var run: RunWelcome

    /// What a gate of maintenance does. The raw value is the wire's.
    public enum Purpose: String, CaseIterable, Sendable {
        /// Serves restic, which may add objects, and remove them into the run's part of the trash.
        case maintain
        /// Serves restic, which may only read.
        case view
        /// Serves nobody, and moves objects to the trash and back.
        case tend
        /// Serves nobody, and removes objects from the trash for good.
        case purge
    }

    /// Takes all of it.
    public init(purpose: Purpose, repository: String, place: Place, run: RunWelcome) {
        self.purpose = purpose
        self.repository = repository
        self.place = place
        self.run = run
    }
}

extension MandateMessage {
    private enum Kind: UInt8 {
        case mandate = 33
        case hide, lend, begin, act
    }

    /// The frames of this message, ready to be sent: a long list of objects is cut into several.
    public var frames: [[UInt8]] {
        switch self {
        case .mandate(let mandate): [Self.frame(.mandate) { mandate.write(to: &$0) }]
        case .hide(let objects): Self.cut(objects).map { part in Self.frame(.hide) { $0.objects(part) } }
        case .lend(let objects, let run):
            Self.cut(objects).map { part in
                Self.frame(.lend) { writer in
                    writer.number(run)
                    writer.objects(part)
                }
            }
        case .begin: [Self.frame(.begin) { _ in }]
        case .act(let act, let object, let run):
            [
                Self.frame(.act) { writer in
                    writer.text(act.rawValue, limit: WireLimits.name)
                    writer.object(object)
                    writer.number(run)
                }
            ]
        }
    }

    private static func frame(_ kind: Kind, _ fields: (inout WireWriter) -> Void) -> [UInt8] {
        WireWriter.frame(kind: kind.rawValue, id: 0, fields)
    }

    private static func cut(_ objects: [Object]) -> [ArraySlice<Object>] {
        guard !objects.isEmpty else { return [[]] }
        return stride(from: 0, to: objects.count, by: WireLimits.objects).map { start in
            objects[start..<min(start + WireLimits.objects, objects.count)]
        }
    }

    /// Reads what follows a frame's length.
    ///
    /// - Throws: ``WireError``.
    public init(_ frame: [UInt8]) throws(WireError) {
        var reader = WireReader(frame)
        let kind = try reader.byte()
        _ = try reader.id()
        guard let kind = Kind(rawValue: kind) else { throw .unknownKind(kind) }
        self =
            switch kind {
            case .mandate: .mandate(try Mandate(from: &reader))
            case .hide: .hide(try reader.objects())
            case .lend: try .lend(run: reader.number(), reader.objects())
            case .begin: .begin
            case .act: .act(try reader.word("act"), try reader.object(), run: try reader.number())
            }
        try reader.end()
    }

    private static func lend(run: UInt64, _ objects: [Object]) -> Self { .lend(objects, run: run) }
}

extension Mandate {
    func write(to writer: inout WireWriter) {
        writer.text(purpose.rawValue, limit: WireLimits.name)
        writer.text(repository, limit: WireLimits.place)
        writer.text(place.description, limit: WireLimits.place)
        run.write(to: &writer)
    }

    init(from reader: inout WireReader) throws(WireError) {
        purpose = try reader.word("purpose")
        repository = try reader.text("repository", limit: WireLimits.place)
        place = try reader.place()
        run = try RunWelcome(from: &reader)
    }
}

extension WireWriter {
    fileprivate mutating func objects(_ objects: ArraySlice<Object>) {
        number(objects.count)
        for one in objects { object(one) }
    }
}

extension WireReader {
    fileprivate mutating func objects() throws(WireError) -> [Object] {
        let count = try int("objects")
        guard count <= WireLimits.objects else { throw .badField("objects") }
        var objects: [Object] = []
        for _ in 0..<count { objects.append(try object()) }
        return objects
    }
}
