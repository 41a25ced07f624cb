package dev.snapseal.tools.kms;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/// Notices whether the plugin itself ended a call: only then do trailers arrive. A status alone
/// does not tell a plugin that refuses with `Unavailable` from a socket where there is none.
final class AnswerTracer extends ClientStreamTracer {
  private volatile boolean answered;

  @Override
  public void inboundTrailers(Metadata trailers) {
    answered = true;
  }

  boolean answered() {
    return answered;
  }

  ClientStreamTracer.Factory factory() {
    AnswerTracer self = this;
    return new ClientStreamTracer.Factory() {
      @Override
      public ClientStreamTracer newClientStreamTracer(StreamInfo info, Metadata headers) {
        return self;
      }
    };
  }
}
