internal import Policy

extension PolicyFolder {
    /// The largest index that is read, in bytes: some hundred thousand repositories.
    static let largestIndex = 64 << 20

    /// The repository that has a file and lies at `place`.
    ///
    /// Where the index is missing, or a file of `repos.d` came, went or was edited since it was written, every file of
    /// `repos.d` is read instead: slow, but an adopted repository never falls back to the defaults.
    func adopted(_ place: Place) throws(PolicyFileError) -> Repository? {
        let reader = try PolicyReader(CheckedFolder(path, proposed))
        guard let bytes = try freshIndex(reader.folder) else { return try search(for: place, reader) }
        let file = reader.folder.path(of: PlacesIndex.name)
        let name: Name?
        do throws(Complaints) {
            name = try PlacesIndex.repository(at: place, in: bytes)
        } catch {
            throw PolicyFileError(error, in: file)
        }
        guard let name else { return nil }
        guard let found = try reader.repository(name), found.repository.place == place else {
            let message = "\(place) is no longer the place of \"\(name)\""
            throw PolicyFileError(PolicyProblem(file, message, hint: PlacesIndex.staleHint))
        }
        if let problem = found.storageProblem(reader.settings.gateway) { throw PolicyFileError(problem) }
        return found.repository
    }

    private func freshIndex(_ folder: borrowing CheckedFolder) throws(PolicyFileError) -> [UInt8]? {
        guard let bytes = try folder.read(PlacesIndex.name, limit: Self.largestIndex) else { return nil }
        let files = try folder.folder(PolicyReader.repositories)
        return try folder.changed(PlacesIndex.name) >= files.touched() ? bytes : nil
    }

    private func search(for place: Place, _ reader: borrowing PolicyReader) throws(PolicyFileError) -> Repository? {
        for file in try reader.folder.folder(PolicyReader.repositories).names() {
            guard let name = PolicyReader.name(ofFile: file), let found = try reader.repository(name) else { continue }
            if found.repository.place == place { return found.repository }
        }
        return nil
    }
}
