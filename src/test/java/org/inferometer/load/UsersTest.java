package org.inferometer.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class UsersTest {
  private static final int MANY = 20_000;
  private static final Think UNIFORM =
      new Think.Uniform(Duration.ofSeconds(1), Duration.ofSeconds(3));
  private static final Think EXPONENTIAL = new Think.Exponential(Duration.ofSeconds(2));

  private static Users users(double spawnRate, Think think, Map<String, Integer> mix) {
    return new Users(20, spawnRate, think, Duration.ofSeconds(60), mix);
  }

  private static double[] draws(Think think) {
    SplittableRandom random = new SplittableRandom(7);
    return IntStream.range(0, MANY).mapToDouble(i -> think.nanos(random)).sorted().toArray();
  }

  /** Kolmogorov and Smirnov's distance to a distribution. */
  private static double distance(double[] sorted, DoubleUnaryOperator distribution) {
    double most = 0;
    for (int i = 0; i < sorted.length; i++) {
      double there = distribution.applyAsDouble(sorted[i]);
      most = Math.max(most, Math.abs(there - (double) i / sorted.length));
      most = Math.max(most, Math.abs(there - (i + 1.0) / sorted.length));
    }
    return most;
  }

  /** Beyond it lies one sample in a thousand. */
  private static final double FAR = 1.95 / Math.sqrt(MANY);

  @Test
  void usersComeEvenlySpacedAtTheSpawnRate() {
    Users users = users(3, null, null);

    assertThat(users.spawnNanos(0)).isZero();
    assertThat(users.spawnNanos(1)).isEqualTo(333_333_334);
    assertThat(users.spawnNanos(3)).isEqualTo(1_000_000_000);
    assertThat(users.steadyNanos()).isEqualTo(users.spawnNanos(19));
  }

  @Test
  void whatIsMeasuredBeginsWhileAllUsersAreThere() {
    Users users = users(2, null, null);

    assertThat(users.measures(users.steadyNanos() - 1)).isFalse();
    assertThat(users.measures(users.steadyNanos())).isTrue();
    assertThat(users.measures(60_000_000_000L)).isTrue();
    assertThat(users.measures(60_000_000_001L)).isFalse();
  }

  @Test
  void withoutThinkingAUserAsksAtOnce() {
    User user = users(2, null, null).user(1, 0);

    assertThat(LongStream.generate(user::nextThink).limit(10)).containsOnly(0L);
  }

  @Test
  void uniformThinkTimesAreSpreadEvenlyOverTheirRange() {
    assertThat(distance(draws(UNIFORM), nanos -> (nanos / 1e9 - 1) / 2)).isLessThan(FAR);
  }

  @Test
  void exponentialThinkTimesAreExponential() {
    double[] draws = draws(EXPONENTIAL);

    assertThat(distance(draws, nanos -> -Math.expm1(-nanos / 2e9))).isLessThan(FAR);
    assertThat(Arrays.stream(draws).average().orElseThrow())
        .isCloseTo(EXPONENTIAL.meanNanos(), within(0.03 * EXPONENTIAL.meanNanos()));
  }

  @Test
  void tasksAreAskedAsOftenAsTheirWeightsSay() {
    User user = users(2, null, Map.of("chat", 3, "qa", 1)).user(1, 0);

    long chats = IntStream.range(0, MANY).filter(i -> user.nextTask().equals("chat")).count();

    double deviation = Math.sqrt(MANY * 0.75 * 0.25);
    assertThat((double) chats).isCloseTo(0.75 * MANY, within(3.3 * deviation));
  }

  @Test
  void tasksOfModelsAreAskedAsOftenAsTheirWeightsSay() {
    Users users = users(2, null, Map.of("small/chat", 3, "large/chat", 1, "large/qa", 4));
    User user = users.user(1, 0);

    Map<Part, Long> asked =
        Stream.generate(() -> Part.of(user.nextTask(), "any"))
            .limit(MANY)
            .collect(Collectors.groupingBy(part -> part, Collectors.counting()));

    Map.of(new Part("small", "chat"), 3, new Part("large", "chat"), 1, new Part("large", "qa"), 4)
        .forEach(
            (part, weight) -> {
              double share = weight / 8.0;
              double deviation = Math.sqrt(MANY * share * (1 - share));
              assertThat((double) asked.get(part)).isCloseTo(share * MANY, within(3.3 * deviation));
            });
  }

  @Test
  void whatAUserAsksIsTheSameHoweverTheMixNamesIt() {
    User ofTasks = users(2, null, inOrder("chat", "qa", "code")).user(7, 3);
    User ofModels = users(2, null, inOrder("small/chat", "large/chat", "large/qa")).user(7, 3);

    List<String> tasks = Stream.generate(ofTasks::nextTask).limit(12).toList();

    assertThat(tasks)
        .as("runs are repeated by their seed")
        .containsExactly(
            "chat", "chat", "code", "code", "code", "code", "code", "qa", "chat", "code", "code",
            "chat");
    assertThat(Stream.generate(ofModels::nextTask).limit(12).map(places()::get))
        .containsExactlyElementsOf(tasks);
  }

  private static Map<String, String> places() {
    return Map.of("small/chat", "chat", "large/chat", "qa", "large/qa", "code");
  }

  @Test
  void aMixIsAboutTheTasksOfOneModelOrOfThoseThatItNames() {
    Users plain = users(2, null, null);
    Users tasks = users(2, null, inOrder("chat", "qa"));
    Users models = users(2, null, inOrder("small/chat", "large/chat", "large/qa"));
    Part one = new Part("m", "chat");

    assertThat(plain.parts("m")).isEmpty();
    assertThat(plain.whole(one)).isEqualTo(one);
    assertThat(tasks.namesModels()).isFalse();
    assertThat(tasks.parts("m")).containsExactly(one, new Part("m", "qa"));
    assertThat(tasks.whole(one)).isEqualTo(new Part("m", "chat+qa"));
    assertThat(models.namesModels()).isTrue();
    assertThat(models.parts("m"))
        .containsExactly(
            new Part("small", "chat"), new Part("large", "chat"), new Part("large", "qa"));
    assertThat(models.whole(new Part("large", "qa"))).isEqualTo(new Part("small+large", "chat+qa"));
    assertThat(models.label()).isEqualTo("users=20, small/chat 1 : large/chat 1 : large/qa 1");
    assertThat(models.name()).isEqualTo("users20-small-chat-1-large-chat-1-large-qa-1");
  }

  private static Map<String, Integer> inOrder(String... keys) {
    Map<String, Integer> mix = new LinkedHashMap<>();
    Stream.of(keys).forEach(key -> mix.put(key, 1));
    return mix;
  }

  @Test
  void aUserDrawsTheSameForEveryStackAndNoOtherUserDoes() {
    Users users = users(2, UNIFORM, Map.of("chat", 1, "qa", 1));

    assertThat(thinks(users.user(5, 3))).isEqualTo(thinks(users.user(5, 3)));
    assertThat(thinks(users.user(5, 3))).doesNotContainAnyElementsOf(thinks(users.user(5, 4)));
    assertThat(thinks(users.user(5, 3))).doesNotContainAnyElementsOf(thinks(users.user(6, 3)));
  }

  @Test
  void whichTasksComeDoesNotDependOnHowLongUsersThink() {
    Map<String, Integer> mix = Map.of("chat", 1, "qa", 1);

    assertThat(tasks(users(2, UNIFORM, mix).user(1, 2)))
        .isEqualTo(tasks(users(2, EXPONENTIAL, mix).user(1, 2)));
  }

  private static List<Long> thinks(User user) {
    return LongStream.generate(user::nextThink).limit(20).boxed().toList();
  }

  private static List<String> tasks(User user) {
    return IntStream.range(0, 50)
        .mapToObj(
            i -> {
              user.nextThink();
              return user.nextTask();
            })
        .toList();
  }

  @Test
  void whatTellsTwoLoadsApartStandsInTheirNames() {
    Users plain = users(2, null, null);
    Users mixed = users(2, UNIFORM, Map.of("chat", 3));

    assertThat(plain.label()).isEqualTo("users=20");
    assertThat(plain.name()).isEqualTo("users20");
    assertThat(mixed.label()).isEqualTo("users=20, think uniform(1s, 3s), chat 3");
    assertThat(mixed.name()).isEqualTo("users20-think-uniform-1s-3s-chat-3");
    assertThat(mixed.kind()).isNotEqualTo(plain.kind());
  }

  @Test
  void eachUserHasAConnectionAndTheirNumberIsTheLevel() {
    Users users = users(2, null, null);

    assertThat(users.axis()).isEqualTo(LoadAxis.USERS);
    assertThat(users.level()).isEqualTo(20);
    assertThat(users.connections()).isEqualTo(20);
  }
}
