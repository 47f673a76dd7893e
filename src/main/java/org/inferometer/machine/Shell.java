package org.inferometer.machine;

import java.nio.file.Path;

/** Command lines that a user is told, to be pasted into a shell. */
public final class Shell {
  private static final String PLAIN = "[\\p{L}\\p{M}\\p{N}@%+=:,./_-]+";

  private Shell() {}

  /** {@code path} as short as it can be given here, in quotes where a shell needs them. */
  public static String argument(Path path) {
    Path here = Path.of("").toAbsolutePath();
    Path there = path.toAbsolutePath().normalize();
    Path shown = there.startsWith(here) && !there.equals(here) ? here.relativize(there) : path;
    String text = shown.toString();
    return text.matches(PLAIN) ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
