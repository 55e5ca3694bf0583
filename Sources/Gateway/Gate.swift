internal import CLinux
internal import Glibc
internal import HTTP2
internal import LedgerClient
internal import LedgerWire
internal import Linux
internal import Policy
internal import Sandbox
internal import Store

/// How far a gate has come; a gate at one stage cannot do what belongs to another.
public enum Stage {
    /// It may open what it needs, and has read nothing of its client.
    public enum Starting {}
    /// The kernel holds it to what it may do. Only such a gate serves.
    public enum Confined {}
}

/// The gate of one session at a ``Stage``.
public struct Gate<At>: ~Copyable {
    private let entrance: Entrance
    private let voice: Voice
    private let limits: TimeLimits
    private let channel: ControlChannel?

    private init(_ entrance: Entrance, _ voice: Voice, _ limits: TimeLimits, _ channel: ControlChannel?) {
        self.entrance = entrance
        self.voice = voice
        self.limits = limits
        self.channel = channel
    }
}

extension Gate where At == Stage.Confined {
    /// The proof is what makes a gate one that may serve.
    fileprivate init(
        _ entrance: Entrance, _ voice: Voice, _ limits: TimeLimits, _ channel: ControlChannel?,
        _ proof: consuming ConfinedProcess
    ) {
        self.init(entrance, voice, limits, channel)
    }
}

extension Gate where At == Stage.Starting {
    /// Reads the policy, opens the repository and the session at the ledger. What is wrong with any of that is told to
    /// the client when it asks; nothing is thrown.
    public init(_ invocation: Invocation, _ environment: LoginEnvironment, limits: TimeLimits = TimeLimits()) {
        self.init(Entrance.open(invocation, environment), Voice(), limits, nil)
    }

    /// Opens what the coordinator orders. What is wrong with any of that is told to it; nothing is thrown.
    init(_ orders: Orders, _ configuration: String, _ channel: ControlChannel) {
        self.init(Entrance.open(orders, configuration, channel), Voice(), TimeLimits(), channel)
    }

    /// Gives up every right that serving does not need. There is no way back.
    ///
    /// - Returns: the gate that may serve; `nil` where the kernel cannot hold it to what the policy requires, which
    ///   the client has then been told.
    public consuming func confine() -> Gate<Stage.Confined>? {
        do throws(ConfinementError) {
            let proof = try entrance.confinement.enter(entrance.allowance)
            if case .open = entrance.service { channel?.tell(.ready) }
            return Gate<Stage.Confined>(entrance, voice, limits, channel, proof)
        } catch {
            try? entrance.ledger?.noteFailure(.open, nil, reason: error.problem)
            channel?.tell(.failed(error.problem))
            voice.failed("the gateway cannot confine itself", hint: "tell the gateway's admin: postern doctor")
            return nil
        }
    }
}

extension Gate where At == Stage.Confined {
    /// Answers requests until the client hangs up.
    ///
    /// - Parameters:
    ///   - input: where the client's bytes come from, stdin.
    ///   - output: where ours go, stdout.
    /// - Returns: the exit status, see ``Invocation/usage``.
    public consuming func serve(input: Int32 = 0, output: Int32 = 1) -> Int32 {
        if let complaint = entrance.complaint {
            voice.refused(.notServed)
            voice.failed(complaint, hint: "see restic's manual, \"rclone\"")
            return 1
        }
        sayWhyNothingIsServed()
        signal(SIGPIPE, SIG_IGN)
        for descriptor in [input, output] {
            _ = clinux_set_pipe_size(descriptor, 1 << 20)
            _ = clinux_set_flag(descriptor, O_NONBLOCK, 1)
        }
        do {
            let desk = try Desk(entrance.service, Workers(), voice, limits: Self.connection)
            let loop = Loop(
                desk, input: input, output: output, ledger: entrance.ledger, channel: channel, limits: limits)
            guard let end = loop?.run() else { return 1 }
            // What a worker still does is no end in order: the kernel hangs up when its thread is gone, and the ledger then
            // says that the gate died, with what it left open.
            if !desk.isBusy { entrance.ledger?.close(desk.counts) }
            channel?.tell(.progress(desk.counts))
            return status(of: end)
        } catch {
            voice.failed("the gateway has no memory or threads left", hint: "try again later")
            return 1
        }
    }

    /// Moves objects to the trash and back, as the coordinator says, until it hangs up.
    ///
    /// - Returns: the exit status.
    consuming func tend() -> Int32 {
        guard case .open(let session) = entrance.service, let ledger = entrance.ledger, let channel else { return 1 }
        do throws(ControlError) {
            ledger.close(try Tending(session, ledger, channel, parts: entrance.parts).run())
            return 0
        } catch {
            voice.failed(error.description, hint: "use postern")
            return 1
        }
    }

    /// Requests at a time are fewer than the 64 reservations that the ledger gives a session, so that uploads that were
    /// broken off a moment ago do not count against new ones. Of all bodies 8 MiB may be under way: ssh's own window is
    /// 2 MiB, and more would only be memory.
    private static var connection: HTTP2.SessionLimits { HTTP2.SessionLimits(streams: 48, connectionWindow: 8 << 20) }

    /// Says at once what every answer of this session will say: a client that has its 403 may not wait for stderr.
    private borrowing func sayWhyNothingIsServed() {
        switch entrance.service {
        case .open: break
        case .refused(let refusal): voice.refused(refusal)
        case .failing(let trouble):
            let (problem, hint) = trouble.explanation
            voice.failed(problem, hint: hint)
        }
    }

    private borrowing func status(of end: Loop.End) -> Int32 {
        switch end {
        case .clientLeft: return 0
        case .exhausted, .coordinatorLeft: return 1
        case .dismissed:
            voice.failed("the gateway has ended this session", hint: "ask the gateway's admin")
            return 1
        case .broken(let why):
            voice.failed(why, hint: "use a released version of restic")
            return 1
        }
    }
}
