package dev.snapseal.tools.report.html;

/// Colour and pattern of a cell or a bar. Those that mean the same in two places share a colour and
/// differ in the pattern; a legend names every one that is used.
public enum Paint {
  READABLE("readable"),
  READABLE_LEFTOVER("readable-leftover"),
  UNOPENED("unopened"),
  UNREAD("unread"),
  TEXT("text"),
  STALE("stale"),
  PERMITTED("permitted"),
  PERMITTED_LEFTOVER("permitted-leftover"),
  ENCRYPTED("encrypted"),
  ENCRYPTED_LEFTOVER("encrypted-leftover"),
  STRUCTURE("structure"),
  FREE("free"),
  UNEXAMINED("unexamined"),
  KEY_1("key-1"),
  KEY_2("key-2"),
  KEY_3("key-3"),
  KEY_4("key-4"),
  KEY_5("key-5"),
  OTHER_KEYS("key-other");

  private final String cssClass;

  Paint(String cssClass) {
    this.cssClass = cssClass;
  }

  public String cssClass() {
    return "p-" + cssClass;
  }

  /// Colours for keys, to be given out in this order.
  public static Paint ofKey(int place) {
    Paint[] keys = {KEY_1, KEY_2, KEY_3, KEY_4, KEY_5};
    return place < keys.length ? keys[place] : OTHER_KEYS;
  }
}
