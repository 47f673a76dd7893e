package org.inferometer.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * People at work, as Locust has them: each asks, waits for the whole answer, thinks, and asks
 * again. They come one after the other, evenly spaced, and stay until the time is over. (Locust
 * lets as many as come in a second come all at once.)
 *
 * <p>It is steady from the coming of the last user to the end. Requests that begin then are
 * measured; those before build the load up, and those after it keep it up until the last measured
 * one has ended.
 *
 * @param users how many there are in the end
 * @param spawnRate how many come in a second
 * @param think how long each thinks after each answer
 * @param duration from the coming of the first user to the end of the last measured request's
 *     chance to begin
 * @param mix how often each task is asked, see {@link Load#mix}; empty where all ask the same one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Users(
    int users,
    @JsonProperty("spawn-rate") double spawnRate,
    Think think,
    Duration duration,
    Map<String, Integer> mix)
    implements Load {
  private static final double SECOND = 1e9;

  public Users {
    think = think == null ? Think.NONE : think;
    mix = mix == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(mix));
  }

  @Override
  public String label() {
    return "users=" + users + qualifiers();
  }

  @Override
  public String name() {
    return "users" + users + qualifiers().replaceAll("[^a-zA-Z0-9.]+", "-").replaceAll("-$", "");
  }

  @Override
  public String kind() {
    return "users" + qualifiers();
  }

  private String qualifiers() {
    String thinking = think.meanNanos() == 0 ? "" : ", think " + think;
    String weights =
        mix.entrySet().stream()
            .map(one -> one.getKey() + " " + one.getValue())
            .collect(Collectors.joining(" : "));
    return thinking + (weights.isEmpty() ? "" : ", " + weights);
  }

  @Override
  public LoadAxis axis() {
    return LoadAxis.USERS;
  }

  @Override
  public double level() {
    return users;
  }

  @Override
  public int connections() {
    return users;
  }

  /** When a user comes, in nanoseconds after the first, who is number 0. */
  public long spawnNanos(int user) {
    return (long) Math.ceil(user * SECOND / spawnRate);
  }

  /** When the last user comes, and so when it begins to be steady. */
  public long steadyNanos() {
    return spawnNanos(users - 1);
  }

  /** When it ends. */
  public long endNanos() {
    return duration.toNanos();
  }

  /** Whether a request that is due so long after the first user's coming is a measured one. */
  public boolean measures(long nanos) {
    return nanos >= steadyNanos() && nanos <= endNanos();
  }

  /**
   * What a user does, whatever it asks.
   *
   * @param seed the same for every stack
   * @param number from 0
   */
  public User user(long seed, int number) {
    return new User(this, seed, number);
  }
}
