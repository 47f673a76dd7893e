package org.inferometer.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.inferometer.record.RequestRecord;

/**
 * How tenants that asked at the same time went: a line of {@code tenants.jsonl} for each repeat of
 * a point. All times are of the measuring process' clock, in nanoseconds.
 *
 * @param repeat number of the repeat
 * @param released when all tenants were released
 * @param measured from when on requests were measured
 * @param ended when the last of them had ended
 * @param tenants who asked
 */
public record PointLog(int repeat, long released, long measured, long ended, List<Tenant> tenants) {
  /** Tenants that start farther apart are told of, in milliseconds. */
  public static final double MOST_SKEW = 5;

  private static final JsonMapper JSON = new JsonMapper();

  /**
   * One of them.
   *
   * @param trial the name of its trial
   * @param late how long after its time its first request was started; null without any
   * @param left when it asked no more although its time, or that of others, was not over; null
   *     where it stayed to the end
   * @param why it did, or what else has to be told of it; null for nothing, as where one that is
   *     alone has asked as many as it was to
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Tenant(String tenant, String trial, Long late, Long left, String why) {}

  public PointLog {
    tenants = List.copyOf(tenants);
  }

  /** How far apart the tenants started, in milliseconds. */
  @JsonProperty("skew_ms")
  public double skew() {
    long[] late =
        tenants.stream().filter(one -> one.late != null).mapToLong(Tenant::late).sorted().toArray();
    return late.length == 0 ? 0 : (late[late.length - 1] - late[0]) * 1e-6;
  }

  /** Until when all tenants were active; of later requests none is measured. */
  @JsonIgnore
  public long until() {
    return tenants.stream()
        .filter(one -> one.left != null)
        .mapToLong(Tenant::left)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether all tenants were active when {@code record}'s request was due. */
  public boolean isMeasured(RequestRecord record) {
    return record.scheduled() == null || record.scheduled() <= until();
  }

  /** Whether it is of repeat {@code number} of the trial called {@code name} of {@code tenant}. */
  public boolean isOf(String tenant, String name, int number) {
    return repeat == number
        && tenants.stream().anyMatch(one -> one.tenant.equals(tenant) && one.trial.equals(name));
  }

  /** What a user has to be told of it, if anything. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>();
    if (skew() > MOST_SKEW) {
      all.add(
          String.format(
              Locale.ROOT,
              "the tenants started %.1f ms apart, more than %.0f ms",
              skew(),
              MOST_SKEW));
    }
    for (Tenant one : tenants) {
      if (one.left != null && one.why != null) {
        all.add(
            String.format(
                Locale.ROOT,
                "%s asked no more %.1f s after the release (%s): only what was asked before is measured",
                one.tenant,
                (one.left - released) * 1e-9,
                one.why));
      } else if (one.left == null && one.why != null) {
        all.add(one.tenant + ": " + one.why);
      }
    }
    return all;
  }

  /** The same for who does not know which point it is. */
  List<String> told() {
    String names = String.join(" + ", tenants.stream().map(Tenant::tenant).toList());
    return sentences().stream()
        .map(one -> "%s, repeat %d: %s".formatted(names, repeat, one))
        .toList();
  }

  /** That of repeat {@code number} of the trial called {@code name} of {@code tenant}. */
  public static Optional<PointLog> of(Path file, String tenant, String name, int number) {
    return read(file, problem -> {}).stream()
        .filter(one -> one.isOf(tenant, name, number))
        .findFirst();
  }

  /** Adds it to {@code file}. */
  public void append(Path file) {
    try {
      Files.writeString(
          file,
          JSON.writeValueAsString(this) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + file + ": " + e.getMessage(), e);
    }
  }

  /** All lines of {@code file}; of a repeat that was measured again the last is the one. */
  static List<PointLog> read(Path file, Consumer<String> problems) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<PointLog> all = new ArrayList<>();
    try {
      List<String> lines = Files.readAllLines(file);
      for (int i = 0; i < lines.size(); i++) {
        try {
          PointLog one =
              JSON.readerFor(PointLog.class)
                  .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                  .readValue(lines.get(i));
          all.removeIf(other -> other.isAgain(one));
          all.add(one);
        } catch (JsonProcessingException e) {
          problems.accept("%s:%d is damaged and left out".formatted(file, i + 1));
        }
      }
    } catch (IOException e) {
      problems.accept("cannot read %s: %s".formatted(file, e.getMessage()));
    }
    return all;
  }

  private boolean isAgain(PointLog other) {
    return repeat == other.repeat
        && tenants.stream().allMatch(one -> other.isOf(one.tenant, one.trial, repeat));
  }
}
