package dev.snapseal.tools.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which labels objects must have, in kubectl's own grammar: `app=web,tier!=db`, `env in (prod,
/// stage)`, `env notin (test)`, `app`, `!app`, `size>3`.
///
/// @param requirements all of which must be met; none is met by everything
/// @see <a
///   href="https://github.com/kubernetes/apimachinery/blob/v0.36.3/pkg/labels/selector.go">selector.go</a>
public record LabelSelector(List<Requirement> requirements) {
  private static final String KEY = "([A-Za-z0-9][A-Za-z0-9._/-]*)";
  private static final String VALUE = "([A-Za-z0-9._-]*)";
  private static final Pattern EXISTS = Pattern.compile("\\s*(!?)\\s*" + KEY + "\\s*");
  private static final Pattern EQUALITY =
      Pattern.compile("\\s*" + KEY + "\\s*(==|=|!=|<|>)\\s*" + VALUE + "\\s*");
  private static final Pattern SET =
      Pattern.compile("\\s*" + KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final int MAX_LENGTH = 1 << 16;

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /// What one label must be.
  ///
  /// @param values of which it must be one, or none
  public record Requirement(String key, Operator operator, Set<String> values) {
    public Requirement {
      values = Set.copyOf(values);
    }

    boolean isMetBy(Optional<String> label) {
      return switch (operator) {
        case EXISTS -> label.isPresent();
        case MISSING -> label.isEmpty();
        case IN -> label.filter(values::contains).isPresent();
        case NOT_IN -> label.filter(values::contains).isEmpty();
        case LESS -> label.filter(text -> compare(text) < 0).isPresent();
        case GREATER -> label.filter(text -> compare(text) > 0).isPresent();
      };
    }

    /// 0, so that nothing is less or greater, if the label is no integer.
    private int compare(String label) {
      return INTEGER.matcher(label).matches()
          ? Long.compare(Long.parseLong(label), Long.parseLong(values.iterator().next()))
          : 0;
    }
  }

  /// How a label is compared.
  public enum Operator {
    EXISTS,
    MISSING,
    IN,
    /// Also met where the label is missing.
    NOT_IN,
    LESS,
    GREATER
  }

  /// A selector that everything meets.
  public static LabelSelector everything() {
    return new LabelSelector(List.of());
  }

  /// Reads a selector; requirements are separated by commas.
  ///
  /// @throws IllegalArgumentException with the requirement that breaks the grammar
  public static LabelSelector parse(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
    }
    List<Requirement> requirements = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (c == ',' && depth == 0) {
        requirements.add(requirement(text.substring(start, i)));
        start = i + 1;
      }
    }
    requirements.add(requirement(text.substring(start)));
    return new LabelSelector(requirements);
  }

  /// Whether labels meet all requirements.
  public boolean matches(Map<String, String> labels) {
    return requirements.stream()
        .allMatch(
            requirement -> requirement.isMetBy(Optional.ofNullable(labels.get(requirement.key()))));
  }

  private static Requirement requirement(String text) {
    Matcher exists = EXISTS.matcher(text);
    if (exists.matches()) {
      Operator operator = exists.group(1).isEmpty() ? Operator.EXISTS : Operator.MISSING;
      return new Requirement(exists.group(2), operator, Set.of());
    }
    Matcher equality = EQUALITY.matcher(text);
    if (equality.matches()) {
      Operator operator = operator(equality.group(2));
      String value = equality.group(3);
      boolean isOrder = operator == Operator.LESS || operator == Operator.GREATER;
      if (isOrder && !INTEGER.matcher(value).matches()) {
        throw new IllegalArgumentException("'" + text.strip() + "': < and > take an integer");
      }
      return new Requirement(equality.group(1), operator, Set.of(value));
    }
    Matcher set = SET.matcher(text);
    if (set.matches()) {
      return new Requirement(
          set.group(1),
          set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN,
          values(text, set.group(3)));
    }
    throw new IllegalArgumentException("'" + text.strip() + "' is no requirement");
  }

  private static Operator operator(String text) {
    return switch (text) {
      case "!=" -> Operator.NOT_IN;
      case "<" -> Operator.LESS;
      case ">" -> Operator.GREATER;
      default -> Operator.IN;
    };
  }

  private static Set<String> values(String requirement, String list) {
    List<String> values = new ArrayList<>();
    for (String part : list.split(",", -1)) {
      String value = part.strip();
      if (!value.matches(VALUE)) {
        throw new IllegalArgumentException("'" + requirement.strip() + "': '" + value + "'");
      }
      values.add(value);
    }
    return Set.copyOf(new HashSet<>(values));
  }
}
