/// A working KMS plugin for tests and drills: it unwraps the data keys of the real clusters.
///
/// Start at [KmsPluginServer]. The wire format is read and written with protobuf's own library and
/// not with the program's reader, so that one mistake cannot hide on both sides of the socket.
package dev.snapseal.testdata.kms;
