internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

extension Upkeep {
    /// Removes the data that no snapshot needs any more.
    func prune(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        try drain(run)
        guard try onlyForecasts || isVerified(&report) else { return }
        let forecast = try restic(["prune", "--dry-run"], run, &report)
        guard forecast.status == 0 else { throw MaintenanceError.of(forecast) }
        let need = try PruneNeed(forecast.output, indexes: indexSize())
        let free = try office.storage(of: repository, policy.settings.gateway).free()
        office.world.say(
            "postern: prune of \(Escaped.text(repository.name)) needs \(Amount.size(need.bytes)), "
                + "\(Amount.size(free.bytes)) are free")
        report.add("bytes_needed", need.bytes)
        guard need.bytes <= free.bytes else {
            report.outcome = .refused
            report.reason = "prune needs \(Amount.size(need.bytes)), and \(Amount.size(free.bytes)) are free"
            report.hint = "postern trash purge \(repository.name) --until-free \(need.bytes)B, or a larger disk"
            return
        }
        guard need.isWorthIt, !onlyForecasts else {
            report.outcome = .done
            return
        }
        let result = try restic(["prune"], run, &report)
        guard result.status == 0 else { throw MaintenanceError.of(result) }
        report.outcome = .done
    }

    /// What all index files take.
    private func indexSize() throws -> UInt64 {
        let storage = try office.storage(of: repository, policy.settings.gateway)
        guard let inventory = try Inventory(of: repository.place, in: storage) else { return 0 }
        return try inventory.names(of: .index).reduce(0) { sum, name in
            sum + (try inventory.size(of: .file(.index, name))?.bytes ?? 0)
        }
    }
}
