internal import Linux
internal import Policy
internal import Sandbox

/// What the kernel can hold a gate to.
enum SandboxCheckup: Checkup {
    static let name = "sandbox"

    static func look(at patient: Patient) -> [Verdict] {
        guard let gateway = patient.gateway else { return [Patient.noPolicy] }
        let level = Level.ofThisKernel
        let isRoot = patient.isTrial && patient.isRoot
        let shortfalls = allowances(gateway).compactMap { Confinement.required.shortfall(of: $0, asRoot: isRoot) }
        guard let shortfall = shortfalls.first else { return [trial(gateway.landlock, level, patient)] }
        switch gateway.landlock {
        case .required:
            return [.bad("gates do not serve: \(shortfall.problem)", mend: mend(shortfall, patient))]
        case .bestEffort:
            return [.unknown("gates serve with less than \"required\", as the policy says: \(shortfall.problem)")]
        }
    }

    /// Has a process of ours confine itself: a container may withhold what the kernel has.
    private static func trial(_ word: Gateway.Strictness, _ level: Level, _ patient: Patient) -> Verdict {
        let asked = "the kernel holds all that \"\(word.rawValue)\" asks for: \(level.rawValue)"
        do throws(SystemCallError) {
            let run = try ToolRun(patient.world.executable, ["doctor", "--confine-yourself"])
            if run.status == 0 { return .good(asked) }
            let why = Escaped.text(run.lines.first ?? "it died without a word")
            return .bad(
                "gates do not serve: \(why)",
                mend: "systemd-detect-virt   # a container must allow seccomp and Landlock")
        } catch {
            return .unknown("\(asked); it was not tried, since this program cannot be started: \(error)")
        }
    }

    /// What gates of the storages need.
    private static func allowances(_ gateway: Gateway) -> [Allowance] {
        gateway.storages.values.map { storage in
            switch storage {
            case .local: .refusingGate
            case .s3: .gate(connectingTo: 443)
            }
        }
    }

    private static func mend(_ shortfall: ConfinementError, _ patient: Patient) -> String {
        switch shortfall {
        case .landlockSwitchedOff:
            "echo 'GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX lsm=landlock,lockdown,yama,integrity,apparmor\"' "
                + ">/etc/default/grub.d/landlock.cfg && update-grub && reboot"
        case .noLandlock, .landlockTooOld, .rootBeforeTruncate, .portsBeforeABI4:
            "apt-get install linux-image-amd64 && reboot   # \(shortfall.hint)"
        case .severalThreads, .folder, .system: "postern policy check\(patient.option)   # \(shortfall.hint)"
        }
    }
}
