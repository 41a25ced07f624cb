package dev.snapseal.tools.audit;

/// What an audit looks for. Ids are a promise: they are never reused and never change their
/// meaning.
public enum AuditRule {
  PLAINTEXT_LIVE(
      "SS001",
      "plaintext-live",
      Severity.ERROR,
      "A live value of the policy's resources is stored without encryption.",
      "Rewrite it through the API server: kubectl get RESOURCE -A -o json | kubectl replace -f -"),
  PLAINTEXT_SUPERSEDED(
      "SS002",
      "plaintext-superseded",
      Severity.ERROR,
      "An older revision that is still in the store is not encrypted.",
      "Compact and defragment every member, take a new backup and destroy this one:"
          + " etcdctl compact REVISION && etcdctl defrag --cluster; this backup alone:"
          + " snapseal compact FILE --output NEW"),
  PLAINTEXT_FREE(
      "SS003",
      "plaintext-free",
      Severity.ERROR,
      "A record that no tree reaches any more can still be read in free pages or slack.",
      "Defragment every member and take a new backup: etcdctl defrag --cluster; this backup alone:"
          + " snapseal compact FILE --output NEW"),
  STALE_KEY(
      "SS004",
      "stale-key",
      Severity.WARNING,
      "A value is encrypted, but not with the key the configuration writes with; a note if it is"
          + " not live.",
      "Rewrite it through the API server: kubectl get RESOURCE -A -o json | kubectl replace -f -"),
  UNDECRYPTABLE(
      "SS005",
      "undecryptable",
      Severity.ERROR,
      "The configured key does not open a value: wrong key, changed bytes or a moved value.",
      "Add the key it was written under (--config OLD.yaml), or the socket of its KMS plugin"
          + " (--kms NAME=unix:///PATH)"),
  KEY_NOT_CONFIGURED(
      "SS006",
      "key-not-configured",
      Severity.ERROR,
      "A value needs a key or provider that the configuration does not have.",
      "Keep the old key as a reader in the EncryptionConfiguration; without it the value is lost"),
  PUBLISHED_KEY(
      "SS007",
      "published-key",
      Severity.ERROR,
      "A key is one that public documentation prints as a sample: everybody has it.",
      "Make a new key (head -c 32 /dev/urandom | base64), put it first, rewrite all values,"
          + " rotate what was readable"),
  NONCE_REUSE(
      "SS008",
      "nonce-reuse",
      Severity.ERROR,
      "Two different values share a nonce or IV under one key.",
      "Rotate the key; with aesgcm take both plaintexts and the authentication key as known"),
  GCM_WRITES(
      "SS009",
      "aesgcm-writes",
      Severity.WARNING,
      "More values were written under one aesgcm key than random nonces allow safely.",
      "Rotate the key now and every 200,000 writes, or move to kms v2 or secretbox"),
  SWAPPED_VALUE(
      "SS010",
      "swapped-value",
      Severity.ERROR,
      "The object inside a value has another name or namespace than its etcd key.",
      "Somebody may have moved the value; compare with an older backup: snapseal history FILE KEY"),
  MALFORMED_PREFIX(
      "SS011",
      "malformed-prefix",
      Severity.ERROR,
      "A value begins like an encrypted one, but no API server wrote such a prefix.",
      "Restore the value from an older backup; the API server cannot read it"),
  UNAUTHENTICATED_PROVIDER(
      "SS012",
      "unauthenticated-provider",
      Severity.NOTE,
      "The provider does not authenticate what it encrypts: changed bytes go unnoticed.",
      "Move to kms v2, secretbox or aesgcm"),
  TRAILER(
      "SS013",
      "snapshot-trailer",
      Severity.ERROR,
      "The SHA-256 that etcdctl appends to a snapshot does not match; if it is missing, that is a"
          + " warning.",
      "Take the backup again with 'etcdctl snapshot save'; check this file with 'snapseal check'"),
  MALFORMED_RECORD(
      "SS014",
      "malformed-record",
      Severity.WARNING,
      "An element among the revisions is no record of etcd's; it was not judged.",
      "List every broken rule: snapseal check --values FILE"),
  UNATTRIBUTED_TEXT(
      "SS015",
      "unattributed-text",
      Severity.WARNING,
      "Readable text stands where it belongs to no record or object: a part of what, cannot be"
          + " told.",
      "Defragment every member and take a new backup: etcdctl defrag --cluster"),
  META_PAGE(
      "SS016",
      "damaged-meta-page",
      Severity.NOTE,
      "One of the two meta pages is damaged; the file was read by the other, which may name an"
          + " older state.",
      "List every broken rule: snapseal check FILE"),
  PLAINTEXT_WAL(
      "SS017",
      "plaintext-wal",
      Severity.ERROR,
      "A value of the policy's resources stands without encryption in the write-ahead log.",
      "Rotate what it held; give each member in turn a new data directory (etcdctl member remove,"
          + " member add) and overwrite the old one: neither compaction nor defrag touches the"
          + " log"),
  PLAINTEXT_OUTSIDE(
      "SS018",
      "plaintext-outside-etcd",
      Severity.ERROR,
      "A value or object of the policy's resources can be read outside of a store of etcd's: in a"
          + " raft snapshot, in a damaged or deleted file, in a file of another kind.",
      "Rotate what it held; overwrite or destroy the medium, a deletion leaves it there"),
  KEY_MATERIAL(
      "SS019",
      "encryption-key-beside",
      Severity.ERROR,
      "A key of encryption at rest lies on the same medium: what is encrypted under it can be"
          + " read.",
      "Take every value under that key as readable: make a new key, snapseal rekey or rewrite"
          + " through the API server, then rotate what was stored"),
  CREDENTIAL(
      "SS020",
      "credential",
      Severity.ERROR,
      "A credential can be read: a Secret in YAML, a service account token, a private key, registry"
          + " credentials, a Helm release, a Secret's last-applied-configuration.",
      "Revoke or rotate it: delete the Secret or pod that a token is of, make new key pairs, give"
          + " registries and releases new passwords"),
  ETCD_PASSWORD(
      "SS021",
      "etcd-password",
      Severity.ERROR,
      "A password of one of etcd's own users, or a token or hash of one, can be read: in the"
          + " write-ahead log, in bucket authUsers or on a former page.",
      "etcd 3.5 and later write a bcrypt hash instead; change it: etcdctl user passwd USER"),
  CANARY(
      "SS022",
      "canary",
      Severity.ERROR,
      "One of the texts that were searched for can be read.",
      "Rotate what it is part of; overwrite or destroy the medium");

  private static final String RESOURCE = "RESOURCE";

  private final String id;
  private final String ruleName;
  private final Severity severity;
  private final String message;
  private final String remedy;

  AuditRule(String id, String ruleName, Severity severity, String message, String remedy) {
    this.id = id;
    this.ruleName = ruleName;
    this.severity = severity;
    this.message = message;
    this.remedy = remedy;
  }

  /// The rule that plaintext at such a place breaks.
  public static AuditRule plaintextIn(Scope scope) {
    return switch (scope) {
      case LIVE -> PLAINTEXT_LIVE;
      case SUPERSEDED -> PLAINTEXT_SUPERSEDED;
      case FREE, SLACK -> PLAINTEXT_FREE;
      case WAL -> PLAINTEXT_WAL;
      case RAFT, RAW -> PLAINTEXT_OUTSIDE;
    };
  }

  /// Such as `SS001`.
  public String id() {
    return id;
  }

  /// Such as `plaintext-live`.
  public String ruleName() {
    return ruleName;
  }

  /// The gravest severity that a finding of it has; the message says when one has another.
  public Severity severity() {
    return severity;
  }

  /// What it means, in one sentence.
  public String message() {
    return message;
  }

  /// What to do, where one can with a command to paste.
  public String remedy() {
    return remedy;
  }

  /// Whether what to do is a command about certain resources.
  public boolean namesResources() {
    return remedy.contains(RESOURCE);
  }

  /// What to do about certain resources.
  ///
  /// @param resources as kubectl takes them, such as `secrets,configmaps`
  public String remedyFor(String resources) {
    return remedy.replace(RESOURCE, resources);
  }
}
