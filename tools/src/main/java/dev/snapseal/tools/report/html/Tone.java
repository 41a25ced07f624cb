package dev.snapseal.tools.report.html;

/// How a statement is meant; shown by colour and by a sign.
public enum Tone {
  /// Something is exposed or lost.
  ALARM("alarm", "!"),
  /// Something is not as it should be, or not known.
  CAUTION("caution", "?"),
  /// As it should be.
  GOOD("good", "\u2713"),
  /// Only a fact.
  NEUTRAL("neutral", "i");

  private final String cssClass;
  private final String sign;

  Tone(String cssClass, String sign) {
    this.cssClass = cssClass;
    this.sign = sign;
  }

  public String cssClass() {
    return cssClass;
  }

  public String sign() {
    return sign;
  }
}
