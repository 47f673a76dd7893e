package org.inferometer.dataset.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.inferometer.dataset.Prompt;

/**
 * Which prompts are taken: the first by the SHA-256 of seed, source and id, which every language
 * computes alike, whatever order the source has.
 *
 * @param seed other seeds, other prompts
 * @param count how many are taken
 * @param rows how many rows of the source are looked at, at most
 * @param longest characters of a prompt, at most; null for any
 */
public record Choice(long seed, int count, int rows, Integer longest) {
  /**
   * Those of {@code candidates} that are taken, in the order of their hashes. None is blank, or
   * longer than allowed, or half a character that UTF-8 has no bytes for, or asks what one before
   * asked.
   *
   * @param source what stands for the candidates' source
   */
  List<Prompt> of(String source, List<Prompt> candidates) {
    Set<String> seen = new HashSet<>();
    Predicate<Prompt> isNew = one -> seen.add("id " + one.id()) & seen.add("text " + one.text());
    List<Prompt> fit = candidates.stream().filter(this::fits).toList();
    return byHash(source, fit, Prompt::id).stream().filter(isNew).limit(count).toList();
  }

  /** {@code all} in the order of their hashes. */
  <T> List<T> byHash(String source, List<T> all, Function<T, String> id) {
    record Hashed<T>(String hash, T one) {}
    return all.stream()
        .map(one -> new Hashed<>(sha256(seed + "|" + source + "|" + id.apply(one)), one))
        .sorted(Comparator.comparing(Hashed::hash))
        .map(Hashed::one)
        .toList();
  }

  private boolean fits(Prompt one) {
    return isText(one.id())
        && isText(one.text())
        && (longest == null || one.text().length() <= longest)
        && (one.reference() == null || isEncodable(one.reference()));
  }

  private static boolean isText(String text) {
    return text != null && !text.isBlank() && isEncodable(text);
  }

  private static boolean isEncodable(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** As the command line has it. */
  @Override
  public String toString() {
    return "--seed %d --count %d --rows %d%s"
        .formatted(seed, count, rows, longest == null ? "" : " --longest " + longest);
  }

  /** In hexadecimal digits, of its bytes in UTF-8. */
  static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
