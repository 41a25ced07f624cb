package dev.snapseal.tools.lookup;

/// How many letters must be changed, put in or left out to make one word of another.
public final class EditDistance {
  private static final int MAX_LENGTH = 512;

  private EditDistance() {}

  /// The number of changes; words longer than 512 letters count as wholly different.
  public static int between(String first, String second) {
    if (first.length() > MAX_LENGTH || second.length() > MAX_LENGTH) {
      return MAX_LENGTH;
    }
    int[] row = new int[second.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= first.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (first.charAt(i - 1) == second.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[second.length()];
  }
}
