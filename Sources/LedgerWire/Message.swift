public import Policy
public import Restic

/// What a gate, or the coordinator, tells the ledger. Each but `release` and `done` gets one ``Reply``.
public enum Message: Hashable, Sendable {
    /// The first message of a gate.
    case open(SessionOpening)
    /// What the store says of an unsettled row: whether its object is there.
    case settle(row: UInt64, present: Bool)
    /// May the repository's folders be made?
    case permitCreate
    /// May an object of this length be received? Nothing is written down for it yet. `seen` is the highest row number
    /// that the gate knew of before it measured the free space: what other sessions stored after that row may not show
    /// in the measure yet.
    case reserve(Object, ByteCount, FreeSpace, seen: UInt64)
    /// The object of a reservation is whole, and its hash is right: may it be stored?
    case permitSave(reservation: UInt64)
    /// The upload was given up.
    case release(reservation: UInt64)
    /// May the object be removed? `sweeping`: as part of a cut `init`.
    case permitRemove(Object, sweeping: Bool)
    /// What the row allowed is done.
    case done(row: UInt64)
    /// What the row allowed could not be done.
    case failed(row: UInt64, reason: String)
    /// The gate refused a request.
    case refusal(Action, Object?, Refusal, asked: String)
    /// Something could not be done before it came to a permit.
    case failure(Action, Object?, reason: String)
    /// May as many bytes of `data` be read?
    case mayRead(ByteCount)
    /// The session's end.
    case close(SessionCounts)
    /// Only from the ledger's own user, or root; no session is needed.
    case admin(AdminAct)
    /// A run of maintenance begins. Only from the ledger's own user, or root. It ends with its connection.
    case beginRun(RunOpening)
    /// What stands in the way of the run of this connection?
    case runState
    /// Sessions of hosts that are open now never write again.
    case fence
    /// The run of this connection has ended.
    case endRun(RunEnding)
    /// Only in a session of maintenance: may the object be moved to the trash, brought back from there, or leave the
    /// trash for good? `run`: in whose part of the trash it lies, or will.
    case permitTrash(TrashAct, Object, run: UInt64)
    /// May the session rely on what it is about to read? Not while maintenance takes things away.
    case mayProceed
    /// Ends sessions at once. Only from the ledger's own user, or root; no session is needed.
    case dismiss(Dismissal)
    /// Is anybody there? Nothing is written down. Only from the ledger's own user, or root; no session is needed.
    case greet
}

extension Message {
    enum Kind: UInt8 {
        case open = 1
        case settle, permitCreate, reserve, permitSave, release, permitRemove, done, failed, refusal, mayRead, close
        case admin, failure, dismiss, beginRun, runState, fence, endRun, permitTrash, mayProceed, greet
    }

    /// Whether the ledger answers it.
    public var isAnswered: Bool {
        switch self {
        case .release, .done: false
        case .open, .settle, .permitCreate, .reserve, .permitSave, .permitRemove, .failed, .refusal, .mayRead, .close,
            .admin, .failure, .beginRun, .runState, .fence, .endRun, .permitTrash, .mayProceed, .dismiss, .greet:
            true
        }
    }

    private var kind: Kind {
        switch self {
        case .open: .open
        case .settle: .settle
        case .permitCreate: .permitCreate
        case .reserve: .reserve
        case .permitSave: .permitSave
        case .release: .release
        case .permitRemove: .permitRemove
        case .done: .done
        case .failed: .failed
        case .refusal: .refusal
        case .failure: .failure
        case .mayRead: .mayRead
        case .close: .close
        case .admin: .admin
        case .beginRun: .beginRun
        case .runState: .runState
        case .fence: .fence
        case .endRun: .endRun
        case .permitTrash: .permitTrash
        case .mayProceed: .mayProceed
        case .dismiss: .dismiss
        case .greet: .greet
        }
    }

    /// The whole frame, ready to be sent.
    ///
    /// - Parameter id: a number that the reply repeats.
    /// - Returns: its bytes, the length first.
    public func frame(id: UInt32) -> [UInt8] {
        WireWriter.frame(kind: kind.rawValue, id: id) { writer in
            switch self {
            case .open(let opening): opening.write(to: &writer)
            case .settle(let row, let present):
                writer.number(row)
                writer.flag(present)
            case .permitCreate, .runState, .fence, .mayProceed, .greet: break
            case .reserve(let object, let length, let free, let seen):
                writer.object(object)
                writer.amount(length)
                free.write(to: &writer)
                writer.number(seen)
            case .permitSave(let number), .release(let number), .done(let number): writer.number(number)
            case .permitRemove(let object, let sweeping):
                writer.object(object)
                writer.flag(sweeping)
            case .failed(let row, let reason):
                writer.number(row)
                writer.text(reason, limit: WireLimits.text)
            case .refusal(let action, let object, let refusal, let asked):
                writer.text(action.rawValue, limit: WireLimits.name)
                writer.optional(object) { $0.object($1) }
                writer.text(refusal.rawValue, limit: WireLimits.name)
                writer.text(asked, limit: WireLimits.asked)
            case .failure(let action, let object, let reason):
                writer.text(action.rawValue, limit: WireLimits.name)
                writer.optional(object) { $0.object($1) }
                writer.text(reason, limit: WireLimits.text)
            case .mayRead(let bytes): writer.amount(bytes)
            case .close(let counts): counts.write(to: &writer)
            case .admin(let act): act.write(to: &writer)
            case .beginRun(let opening): opening.write(to: &writer)
            case .endRun(let ending): ending.write(to: &writer)
            case .permitTrash(let act, let object, let run):
                writer.text(act.rawValue, limit: WireLimits.name)
                writer.object(object)
                writer.number(run)
            case .dismiss(let dismissal): dismissal.write(to: &writer)
            }
        }
    }

    /// Reads what follows a frame's length; any bytes at all may be given.
    ///
    /// - Returns: the request's number and the message.
    /// - Throws: ``WireError``.
    public static func read(_ frame: [UInt8]) throws(WireError) -> (id: UInt32, message: Message) {
        var reader = WireReader(frame)
        let kind = try reader.byte()
        let id = try reader.id()
        guard let kind = Kind(rawValue: kind) else { throw .unknownKind(kind) }
        let message = try Message(kind, from: &reader)
        try reader.end()
        return (id, message)
    }

    private init(_ kind: Kind, from reader: inout WireReader) throws(WireError) {
        self =
            switch kind {
            case .open: .open(try SessionOpening(from: &reader))
            case .settle: .settle(row: try reader.number(), present: try reader.flag("present"))
            case .permitCreate: .permitCreate
            case .reserve:
                .reserve(
                    try reader.object(), try reader.amount(), try FreeSpace(from: &reader), seen: try reader.number())
            case .permitSave: .permitSave(reservation: try reader.number())
            case .release: .release(reservation: try reader.number())
            case .permitRemove: .permitRemove(try reader.object(), sweeping: try reader.flag("sweeping"))
            case .done: .done(row: try reader.number())
            case .failed: .failed(row: try reader.number(), reason: try reader.text("reason", limit: WireLimits.text))
            case .refusal:
                .refusal(
                    try reader.word("action"),
                    try reader.optional("object") { (reader) throws(WireError) in try reader.object() },
                    try reader.word("refusal"), asked: try reader.text("asked", limit: WireLimits.asked))
            case .failure:
                .failure(
                    try reader.word("action"),
                    try reader.optional("object") { (reader) throws(WireError) in try reader.object() },
                    reason: try reader.text("reason", limit: WireLimits.text))
            case .mayRead: .mayRead(try reader.amount())
            case .close: .close(try SessionCounts(from: &reader))
            case .admin: .admin(try AdminAct(from: &reader))
            case .beginRun: .beginRun(try RunOpening(from: &reader))
            case .runState: .runState
            case .fence: .fence
            case .endRun: .endRun(try RunEnding(from: &reader))
            case .permitTrash:
                .permitTrash(try reader.word("act"), try reader.object(), run: try reader.number())
            case .mayProceed: .mayProceed
            case .dismiss: .dismiss(try Dismissal(from: &reader))
            case .greet: .greet
            }
    }
}
