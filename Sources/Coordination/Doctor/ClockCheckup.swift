internal import CLinux
internal import Glibc
internal import Linux
internal import Policy
internal import Trail

/// Whether somebody keeps the clock right, and it has not gone back. Received time is this clock's.
enum ClockCheckup: Checkup {
    static let name = "clock"

    /// How far the newest row may be ahead: milliseconds of two clocks that are read one after the other.
    private static let slack: Int64 = 2000

    static func look(at patient: Patient) -> [Verdict] {
        [synchronised(), order(patient)]
    }

    private static func synchronised() -> Verdict {
        var microseconds = 0
        switch unsafe clinux_clock(&microseconds) {
        case Int32(CLINUX_CLOCK_KEPT):
            return .good("it is kept right by a time service, to within \(microseconds / 1000) ms")
        case Int32(CLINUX_CLOCK_LOOSE):
            return .bad(
                "nobody keeps it right: the kernel says that it is not synchronised", mend: "apt-get install chrony")
        case _:
            return .unknown(
                "the kernel does not tell whether it is synchronised: \(SystemCallError("adjtimex", errno))")
        }
    }

    private static func order(_ patient: Patient) -> Verdict {
        guard let gateway = patient.gateway else { return Patient.noPolicy }
        var newest = RowFilter()
        newest.newestFirst = true
        newest.limit = 1
        do throws(TrailError) {
            guard let row = try TrailReader("\(gateway.state)/trail/audit.sqlite").rows(newest).first else {
                return .good("the trail has no rows yet to compare it with")
            }
            let now = patient.world.now() * 1000
            guard row.at.milliseconds > now + slack else {
                return .good("it is past the newest row of the trail")
            }
            let ahead = Amount.time(row.at.milliseconds - now)
            return .bad(
                "it has gone back: the newest row, \(row.seq), is \(ahead) ahead", mend: "date; chronyc makestep")
        } catch {
            return .unknown("the trail cannot be read: \(Escaped.text("\(error)"))")
        }
    }
}
