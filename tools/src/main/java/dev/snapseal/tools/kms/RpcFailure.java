package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import io.grpc.Status;
import java.net.ConnectException;
import java.nio.file.Files;

/// Turns a gRPC failure into the reason that a user can act on.
///
/// @param peer who was called
/// @param status how the call ended
record RpcFailure(KmsPeer peer, Status status) {
  /// The plugin itself ended the call with this status.
  KmsPluginException refused(Reason reason) {
    return peer.failure(reason, genuineText());
  }

  /// The call ended on this side of the socket, and not for want of time.
  KmsPluginException unreachable() {
    return switch (status.getCode()) {
      case RESOURCE_EXHAUSTED ->
          peer.failure(Reason.UNHEALTHY, "its answer is larger than any answer can be");
      case CANCELLED -> peer.failure(Reason.UNREACHABLE, "the call was interrupted");
      case OK,
          UNKNOWN,
          INVALID_ARGUMENT,
          DEADLINE_EXCEEDED,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          FAILED_PRECONDITION,
          ABORTED,
          OUT_OF_RANGE,
          UNIMPLEMENTED,
          INTERNAL,
          UNAVAILABLE,
          DATA_LOSS,
          UNAUTHENTICATED ->
          peer.failure(Reason.UNREACHABLE, whyUnreachable());
    };
  }

  /// The text that the API server logs: Go's name of the code, and the plugin's description.
  ///
  /// @see <a href="https://github.com/grpc/grpc-go/blob/v1.75.0/internal/status/status.go">grpc-go
  ///   status.go</a>
  private String genuineText() {
    String description = status.getDescription() == null ? "" : status.getDescription();
    return "rpc error: code = " + goName() + " desc = " + PluginText.clean(description);
  }

  private String goName() {
    return switch (status.getCode()) {
      case OK -> "OK";
      case CANCELLED -> "Canceled";
      case UNKNOWN -> "Unknown";
      case INVALID_ARGUMENT -> "InvalidArgument";
      case DEADLINE_EXCEEDED -> "DeadlineExceeded";
      case NOT_FOUND -> "NotFound";
      case ALREADY_EXISTS -> "AlreadyExists";
      case PERMISSION_DENIED -> "PermissionDenied";
      case RESOURCE_EXHAUSTED -> "ResourceExhausted";
      case FAILED_PRECONDITION -> "FailedPrecondition";
      case ABORTED -> "Aborted";
      case OUT_OF_RANGE -> "OutOfRange";
      case UNIMPLEMENTED -> "Unimplemented";
      case INTERNAL -> "Internal";
      case UNAVAILABLE -> "Unavailable";
      case DATA_LOSS -> "DataLoss";
      case UNAUTHENTICATED -> "Unauthenticated";
    };
  }

  private String whyUnreachable() {
    if (Files.notExists(peer.socket())) {
      return KmsConnection.NO_SOCKET;
    }
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ConnectException) {
        return "nothing answers on this socket (connection refused)";
      }
    }
    return "what listens there does not speak gRPC, or ended the connection";
  }
}
