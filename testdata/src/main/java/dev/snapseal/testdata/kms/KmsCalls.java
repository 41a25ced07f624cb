package dev.snapseal.testdata.kms;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Takes the calls to one [KmsService], counts them and answers them after the plugin's [Conduct].
final class KmsCalls {
  private static final int FOUR_MEBIBYTES = 4 << 20;
  private static final byte[] LENGTH_BEYOND_THE_END = {0x0a, 0x7f, 0x01};

  private final KmsService service;
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private volatile Conduct conduct = Conduct.HONEST;

  KmsCalls(KmsService service) {
    this.service = service;
  }

  void behave(Conduct newConduct) {
    conduct = newConduct;
  }

  int count(String method) {
    return counts.getOrDefault(method, new AtomicInteger()).get();
  }

  ServerServiceDefinition definition() {
    var definition = ServerServiceDefinition.builder(service.serviceName());
    for (String method : service.methods()) {
      definition.addMethod(
          descriptor(service.serviceName(), method),
          ServerCalls.asyncUnaryCall((request, answer) -> take(method, request, answer)));
    }
    return definition.build();
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String serviceName, String method) {
    return MethodDescriptor.newBuilder(ByteMarshaller.BYTES, ByteMarshaller.BYTES)
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(serviceName, method))
        .build();
  }

  private void take(String method, byte[] request, StreamObserver<byte[]> answer) {
    counts.computeIfAbsent(method, name -> new AtomicInteger()).incrementAndGet();
    try {
      switch (method) {
        case "Version", "Status" -> greet(method, request, answer);
        default -> useKey(method, request, answer);
      }
    } catch (StatusRuntimeException e) {
      answer.onError(e);
    } catch (GeneralSecurityException e) {
      answer.onError(Status.UNKNOWN.withDescription("cannot unwrap this key").asRuntimeException());
    }
  }

  private void greet(String method, byte[] request, StreamObserver<byte[]> answer)
      throws GeneralSecurityException {
    switch (conduct) {
      case HANGS -> {}
      case MALFORMED -> complete(answer, LENGTH_BEYOND_THE_END);
      case ENDLESS -> complete(answer, new byte[FOUR_MEBIBYTES]);
      case HONEST,
          REFUSES,
          SERVICE_AWAY,
          HANGS_ON_KEYS,
          UNHEALTHY,
          WRONG_VERSION,
          NAMES_NO_KEY,
          MALFORMED_KEYS,
          LONG_KEY_ID ->
          reply(method, request, answer);
    }
  }

  private void useKey(String method, byte[] request, StreamObserver<byte[]> answer)
      throws GeneralSecurityException {
    switch (conduct) {
      case HANGS, HANGS_ON_KEYS -> {}
      case REFUSES ->
          throw Status.PERMISSION_DENIED.withDescription("key is disabled").asRuntimeException();
      case SERVICE_AWAY ->
          throw Status.UNAVAILABLE.withDescription("service is away").asRuntimeException();
      case MALFORMED, MALFORMED_KEYS -> complete(answer, LENGTH_BEYOND_THE_END);
      case ENDLESS -> complete(answer, new byte[FOUR_MEBIBYTES]);
      case HONEST, UNHEALTHY, WRONG_VERSION, NAMES_NO_KEY, LONG_KEY_ID ->
          reply(method, request, answer);
    }
  }

  private void reply(String method, byte[] request, StreamObserver<byte[]> answer)
      throws GeneralSecurityException {
    complete(answer, service.answer(method, Message.parse(request), conduct).toBytes());
  }

  private static void complete(StreamObserver<byte[]> answer, byte[] bytes) {
    answer.onNext(bytes);
    answer.onCompleted();
  }
}
