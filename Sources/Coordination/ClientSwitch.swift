internal import LedgerWire
internal import Policy
internal import PolicyFile

/// Switches a client off or on.
struct ClientSwitch {
    let office: Office
    let client: Name

    /// Writes `disabled` into the client's file, and leaves the rest of it as it is.
    ///
    /// - Parameter disabled: whether it is off from now on.
    /// - Returns: whether that is a change.
    /// - Throws: ``Complaint``.
    func turn(disabled: Bool) throws -> Bool {
        try office.hold {
            let path = PolicyChange.file(of: client)
            let file = "\(office.configuration.path)/\(path)"
            guard let text = try office.content(of: file),
                let now = try PolicyFolder(office.configuration.path).gate(for: client)?.client
            else { throw NoClient.named(client) }
            guard now.disabled != disabled else { return false }
            let edited = try PolicyEdit.isDisabled(disabled).applied(to: text, file: file)
            try office.commit(
                PolicyChange(
                    action: disabled ? .clientDisable : .clientEnable, object: client.description, files: [path: edited]
                ))
            return true
        }
    }
}
