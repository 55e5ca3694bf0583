internal import Keys
internal import Policy
internal import PolicyFile

/// Clients whose keys end soon, or have ended.
enum KeyCheckup: Checkup {
    static let name = "keys"

    /// How many days before its end a key is told.
    private static let days: Int64 = 14

    static func look(at patient: Patient) -> [Verdict] {
        guard let policy = patient.policy else { return [Patient.noPolicy] }
        let clients = policy.clients.filter { !$0.disabled }
        let files: [Name: KeyFile]
        do {
            let office = Office(configuration: patient.configuration, world: patient.world)
            files = try office.authorizedKeys().read(for: policy.clients)
        } catch {
            return Complaint(of: error).matters.map { .bad($0.problem, mend: "postern policy check\(patient.option)") }
        }
        let verdicts = clients.compactMap { verdict($0, files[$0.name]?.entries ?? [], patient) }
        return verdicts.isEmpty ? [.good("no client loses its last key in the next \(days) days")] : verdicts
    }

    /// What counts is the key that works longest: one that ends while another goes on is a rotation.
    private static func verdict(_ client: Client, _ entries: [KeyFile.Entry], _ patient: Patient) -> Verdict? {
        let rotate = "postern key rotate \(client.name) --mint \(client.name).key\(patient.option)"
        guard !entries.isEmpty else { return .bad("\(client.name) has no key", mend: rotate) }
        let clientEnd = client.expires.flatMap { try? KeyTime($0.description) }
        let ends = entries.map { [$0.expires, clientEnd].compactMap { $0 }.min() }
        guard !ends.contains(where: { $0 == nil }), let last = ends.compactMap({ $0 }).max() else { return nil }
        let left = last.secondsSinceEpoch - patient.world.now()
        guard left < days * 86400 else { return nil }
        let when = left < 0 ? "ended" : "ends"
        if last == clientEnd {
            let file = ShellWord.quoted("\(patient.configuration.clients)/\(client.name).toml")
            return .bad("\(client.name): its time \(when) at \(last)", mend: "${EDITOR:-vi} \(file)   # expires = …")
        }
        return .bad("\(client.name): its last key \(when) at \(last)", mend: rotate)
    }
}
