package dev.snapseal.tools.etcd;

/// What a member says of itself.
///
/// @param version of the server, such as `3.6.14`
/// @param revision main revision of its last write
/// @param clusterId unsigned, printed in hex by etcdctl
/// @param memberId likewise
/// @param dbSizeBytes of its database file
public record ServerStatus(
    String version, long revision, long clusterId, long memberId, long dbSizeBytes) {}
