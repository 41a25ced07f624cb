package dev.snapseal.crypto;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A stored value was not opened. The kinds are those between which the operator's next step
/// differs.
///
/// The message is the API server's own text where there is one, never key material or plaintext.
/// Bulk work throws these by the thousand, so they carry no stack trace.
public abstract sealed class ValueDecryptionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> details;

  private ValueDecryptionException(List<String> details, Throwable cause) {
    super(join(details), cause, false, false);
    this.details = List.copyOf(details);
  }

  /// What the API server would say; of several failures `[first, second]`, each distinct text once.
  public final String detail() {
    return getMessage();
  }

  /// Whether another key, or a plugin that answers, might open the value: the key at hand is
  /// missing, wrong or out of reach. Without authentication, changed bytes look the same.
  public final boolean lacksKey() {
    return switch (this) {
      case UnknownKey _, AuthenticationFailed _, BadPadding _, NotAnObject _ -> true;
      case KmsRefused _, KmsUnavailable _ -> true;
      case MalformedCiphertext _, ValueTooLarge _ -> false;
    };
  }

  /// The failure of a value that was tried in several ways: all the texts, and the kind that says
  /// most.
  ///
  /// @param failures at least one
  /// @see <a
  ///   href="https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/util/errors/errors.go">apimachinery
  ///   util/errors/errors.go: `NewAggregate`</a>
  public static ValueDecryptionException all(List<ValueDecryptionException> failures) {
    ValueDecryptionException telling = failures.getFirst();
    Set<String> texts = new LinkedHashSet<>();
    for (ValueDecryptionException failure : failures) {
      texts.addAll(failure.details);
      if (failure.weight() > telling.weight()) {
        telling = failure;
      }
    }
    return texts.size() == 1 ? telling : telling.saying(new ArrayList<>(texts));
  }

  private static String join(List<String> details) {
    return details.size() == 1 ? details.getFirst() : "[" + String.join(", ", details) + "]";
  }

  /// What an operator wants to hear first has the greater weight.
  private int weight() {
    return switch (this) {
      case UnknownKey _ -> 0;
      case MalformedCiphertext _ -> 1;
      case ValueTooLarge _ -> 2;
      case BadPadding _ -> 3;
      case NotAnObject _ -> 4;
      case AuthenticationFailed _ -> 5;
      case KmsRefused _ -> 6;
      case KmsUnavailable _ -> 7;
    };
  }

  private ValueDecryptionException saying(List<String> texts) {
    return switch (this) {
      case UnknownKey _ -> new UnknownKey(texts);
      case MalformedCiphertext _ -> new MalformedCiphertext(texts);
      case ValueTooLarge _ -> new ValueTooLarge(texts);
      case BadPadding _ -> new BadPadding(texts);
      case NotAnObject _ -> new NotAnObject(texts);
      case AuthenticationFailed _ -> new AuthenticationFailed(texts);
      case KmsRefused refused -> new KmsRefused(texts, refused.getCause());
      case KmsUnavailable gone -> new KmsUnavailable(texts, gone.reason(), gone.getCause());
    };
  }

  /// No configured key or provider has the value's prefix.
  public static final class UnknownKey extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public UnknownKey(String detail) {
      this(List.of(detail));
    }

    private UnknownKey(List<String> details) {
      super(details, null);
    }
  }

  /// The tag does not match: wrong key, changed bytes, or (not with secretbox) a value moved from
  /// another etcd key.
  public static final class AuthenticationFailed extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public AuthenticationFailed(String detail) {
      this(List.of(detail));
    }

    private AuthenticationFailed(List<String> details) {
      super(details, null);
    }
  }

  /// AES-CBC left no valid padding: a wrong key or changed bytes, which look alike without a tag.
  public static final class BadPadding extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public BadPadding(String detail) {
      this(List.of(detail));
    }

    private BadPadding(List<String> details) {
      super(details, null);
    }
  }

  /// AES-CBC left valid padding, but what came out is no Kubernetes object: a wrong key (one of
  /// about 256 gets this far) or changed bytes.
  public static final class NotAnObject extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public NotAnObject(String detail) {
      this(List.of(detail));
    }

    private NotAnObject(List<String> details) {
      super(details, null);
    }
  }

  /// The body cannot be what its prefix says, whatever the key.
  public static final class MalformedCiphertext extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public MalformedCiphertext(String detail) {
      this(List.of(detail));
    }

    private MalformedCiphertext(List<String> details) {
      super(details, null);
    }
  }

  /// The value has more bytes than this program holds in memory.
  public static final class ValueTooLarge extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public ValueTooLarge(long lengthBytes, long limitBytes) {
      this(List.of("a value of " + lengthBytes + " bytes exceeds the limit of " + limitBytes));
    }

    private ValueTooLarge(List<String> details) {
      super(details, null);
    }
  }

  /// The plugin answered and would not unwrap the data key, or what it gave is no usable key.
  public static final class KmsRefused extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    public KmsRefused(String detail) {
      this(List.of(detail), null);
    }

    public KmsRefused(String detail, Throwable cause) {
      this(List.of(detail), cause);
    }

    private KmsRefused(List<String> details, Throwable cause) {
      super(details, cause);
    }
  }

  /// The plugin that wrapped the data key was not reached, did not answer in time or is not
  /// healthy.
  public static final class KmsUnavailable extends ValueDecryptionException {
    private static final long serialVersionUID = 1L;

    private final KmsPluginException.Reason reason;

    public KmsUnavailable(String detail, KmsPluginException cause) {
      this(List.of(detail), cause.reason(), cause);
    }

    private KmsUnavailable(
        List<String> details, KmsPluginException.Reason reason, Throwable cause) {
      super(details, cause);
      this.reason = reason;
    }

    public KmsPluginException.Reason reason() {
      return reason;
    }
  }
}
