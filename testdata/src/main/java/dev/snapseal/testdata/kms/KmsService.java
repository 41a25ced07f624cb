package dev.snapseal.testdata.kms;

import java.security.GeneralSecurityException;
import java.util.List;

/// What one generation of the API answers; requests and answers are messages in protobuf's wire
/// format.
sealed interface KmsService permits KmsV1Service, KmsV2Service {
  /// Full name of the gRPC service.
  String serviceName();

  /// Names of its methods.
  List<String> methods();

  /// The answer to a call that is allowed to go through.
  ///
  /// @throws GeneralSecurityException if the wrapped key is not one of ours
  Message answer(String method, Message request, Conduct conduct) throws GeneralSecurityException;
}
