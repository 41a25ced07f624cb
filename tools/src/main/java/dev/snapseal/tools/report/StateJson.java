package dev.snapseal.tools.report;

import dev.snapseal.tools.audit.StateCount;
import tools.jackson.core.JsonGenerator;

/// An element of `byState`.
final class StateJson {
  private StateJson() {}

  static void write(JsonGenerator json, StateCount state) {
    json.writeStartObject();
    JsonReport.writeOptional(json, "resource", state.resource());
    json.writeStringProperty("group", state.group());
    json.writeStringProperty("provider", state.provider());
    JsonReport.writeOptional(json, "keyName", state.keyName());
    JsonReport.writeOptional(json, "prefix", state.prefix());
    json.writeNumberProperty("live", state.live());
    json.writeNumberProperty("superseded", state.superseded());
    json.writeNumberProperty("free", state.free());
    json.writeNumberProperty("bytes", state.bytes());
    json.writeEndObject();
  }
}
