internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic

extension Upkeep {
    /// Removes for good what the trash has held for as long as the policy says.
    func purge(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        let storage = try office.storage(of: repository, policy.settings.gateway)
        let parts = try TrashPart.all(of: repository, in: storage, AuditTrail(office.configuration).reader)
        let over = parts.filter { $0.isOver(repository.hold, at: office.world.now()) }
        try run.tend(over.flatMap(\.purge), telling: "removing objects for good", in: office.world)
        for part in over {
            report.add("objects_purged", UInt64(part.objects.count))
            report.add("bytes_purged", part.size.bytes)
            let objects = Amount.count(UInt64(part.objects.count), "object")
            report.text += "purged what run \(part.run) had removed: \(objects), \(Amount.size(part.size.bytes))\n"
        }
        report.outcome = .done
    }
}
