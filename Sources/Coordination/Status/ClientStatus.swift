internal import Policy
internal import Trail

/// How one client stands.
struct ClientStatus {
    let client: Client
    let lastBackup: Moment?
    let lastSession: Moment?
    /// Refusals of the last day.
    let refusals: UInt64
    /// Why it is too long silent, if it is.
    let silence: String?

    /// As a word.
    var state: String { client.disabled ? "off" : silence == nil ? "ok" : "silent" }

    /// As `--json` prints it.
    var json: JSON {
        .object([
            ("name", .text(client.name.description)), ("state", .text(state)),
            ("lastBackup", .text(lastBackup?.description)), ("lastSession", .text(lastSession?.description)),
            ("refusals", .number(refusals)), ("maxSilence", .text(client.maxSilence?.span)),
        ])
    }
}
