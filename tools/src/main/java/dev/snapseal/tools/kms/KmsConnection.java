package dev.snapseal.tools.kms;

import dev.snapseal.crypto.KmsPluginException;
import dev.snapseal.crypto.KmsPluginException.Reason;
import io.grpc.CallOptions;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Calls to one plugin over one connection, each bounded in time and size.
///
/// Safe for use by several threads.
final class KmsConnection implements AutoCloseable {
  /// After so many calls in a row without an answer the plugin is not asked again: a backup may
  /// hold as many data keys as values, and each would wait its full time.
  static final int MAX_SILENCES = 3;

  /// Looked at first: a connection to no socket may take its whole time to fail.
  static final String NO_SOCKET = "there is no such socket";

  private final KmsPeer peer;
  private final Duration timeout;
  private final KmsChannel channel;
  private final AtomicInteger silences = new AtomicInteger();
  private final AtomicBoolean hasAnswered = new AtomicBoolean();

  KmsConnection(KmsPeer peer, Duration timeout) {
    this.peer = peer;
    this.timeout = timeout;
    this.channel = new KmsChannel(peer.socket());
  }

  KmsPeer peer() {
    return peer;
  }

  /// The first call: a plugin that refuses it is not healthy.
  ProtobufAnswer greet(String service, String method, ProtobufWriter request)
      throws KmsPluginException {
    return exchange(service, method, request, Reason.UNHEALTHY);
  }

  ProtobufAnswer call(String service, String method, ProtobufWriter request)
      throws KmsPluginException {
    return exchange(service, method, request, Reason.REFUSED);
  }

  /// Checks the length of something that comes from a backup, before the plugin is asked about it.
  void checkLength(String what, long length, int min, int max) throws KmsPluginException {
    if (length < min || length > max) {
      throw peer.failure(
          Reason.REFUSED,
          "not asked: the %s has %d bytes, not %d to %d".formatted(what, length, min, max));
    }
  }

  @Override
  public void close() {
    channel.close();
  }

  private ProtobufAnswer exchange(
      String service, String method, ProtobufWriter request, Reason whenRefused)
      throws KmsPluginException {
    if (silences.get() >= MAX_SILENCES) {
      throw peer.failure(
          Reason.TIMED_OUT, "did not answer " + MAX_SILENCES + " times in a row: not asked again");
    }
    if (Files.notExists(peer.socket())) {
      throw peer.failure(Reason.UNREACHABLE, NO_SOCKET);
    }
    if (channel.awaitReady(timeout) == KmsChannel.Readiness.STILL_CONNECTING) {
      throw silence();
    }
    boolean answeredBefore = hasAnswered.get();
    byte[] message = request.toBytes();
    try {
      return attempt(service, method, message, whenRefused);
    } catch (KmsPluginException e) {
      // A plugin that was restarted since it last answered: its old connection ends under the call.
      boolean mayBeRestarted =
          e.reason() == Reason.UNREACHABLE && !Thread.currentThread().isInterrupted();
      if (!mayBeRestarted || !answeredBefore) {
        throw e;
      }
      if (channel.awaitReady(timeout) == KmsChannel.Readiness.STILL_CONNECTING) {
        throw silence();
      }
      return attempt(service, method, message, whenRefused);
    } finally {
      Arrays.fill(message, (byte) 0);
    }
  }

  private ProtobufAnswer attempt(String service, String method, byte[] message, Reason whenRefused)
      throws KmsPluginException {
    AnswerTracer tracer = new AnswerTracer();
    try {
      byte[] answer =
          ClientCalls.blockingUnaryCall(
              channel.grpc(), descriptor(service, method), options(tracer), message);
      silences.set(0);
      hasAnswered.set(true);
      return new ProtobufAnswer(peer, answer);
    } catch (StatusRuntimeException e) {
      throw failure(e.getStatus(), tracer, whenRefused);
    }
  }

  private KmsPluginException failure(Status status, AnswerTracer tracer, Reason whenRefused) {
    RpcFailure failure = new RpcFailure(peer, status);
    if (tracer.answered()) {
      silences.set(0);
      return failure.refused(whenRefused);
    }
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return silence();
    }
    return failure.unreachable();
  }

  private KmsPluginException silence() {
    silences.incrementAndGet();
    return peer.failure(Reason.TIMED_OUT, "no answer within " + timeout.toMillis() + " ms");
  }

  private CallOptions options(AnswerTracer tracer) {
    return CallOptions.DEFAULT
        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS)
        .withStreamTracerFactory(tracer.factory());
  }

  private static MethodDescriptor<byte[], byte[]> descriptor(String service, String method) {
    return MethodDescriptor.newBuilder(BoundedMarshaller.BYTES, BoundedMarshaller.BYTES)
        .setType(MethodType.UNARY)
        .setFullMethodName(MethodDescriptor.generateFullMethodName(service, method))
        .build();
  }
}
