package org.inferometer.result.tenants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.inferometer.record.RecordWriter;
import org.inferometer.record.RequestRecord;
import org.inferometer.result.HandMade;
import org.inferometer.result.RunDirectory;
import org.inferometer.scenario.Plan;
import org.inferometer.scenario.Scenarios;

/** A run of two tenants, a and b, made by hand: records of which all is known. */
public final class TenantRecords {
  private static final String SCENARIO =
      """
      name: tenants
      models: { m: { generate: { family: gpt2, size: tiny } } }
      stacks: { s: { launch: { inferometer: [] } } }
      tasks: { chat: { prompts: p.jsonl, generation: { max_tokens: 64 } } }
      tenants:
        - { name: a, stack: s, task: chat, load: { closed: 1 }, slo: { p2ft: 110ms } }
        - { name: b, stack: s, task: chat, %s
      measure: { %srepeats: %d }
      """;

  /** The trial of a tenant by itself; {@link #with} of one beside another. */
  public static final String ALONE = "complete-m-chat-stream-p1-alone";

  /** Of each trial in each repeat. */
  public static final int REQUESTS = 12;

  /** The load of b, and two ways of sharing. */
  public static final String TWO_WAYS =
      "load: { closed: 1 } }\nsharing: [processors: shared, processors: split]";

  public final RunDirectory directory;
  private final Path folder;
  private final Random random = new Random(1);

  public TenantRecords(Path folder) {
    this.folder = folder;
    directory = new RunDirectory(folder.resolve("run"));
  }

  public void plan(int repeats) throws IOException {
    plan(repeats, "load: { closed: 1 } }");
  }

  public void plan(int repeats, String loadOfB) throws IOException {
    plan(repeats, loadOfB, "");
  }

  public void plan(int repeats, String loadOfB, String measure) throws IOException {
    Files.writeString(folder.resolve("p.jsonl"), "{\"id\":\"1\",\"text\":\"hello\"}\n");
    Path file =
        Files.writeString(folder.resolve("t.yaml"), SCENARIO.formatted(loadOfB, measure, repeats));
    Files.createDirectories(directory.root());
    Plan.of(Scenarios.read(file, Map.of())).write(directory.plan());
  }

  /** Requests of a slot, one after the other, about {@code p2ft} to the first of two tokens. */
  public void write(String stack, String trial, int repeat, long begin, double p2ft) {
    double[] all = new double[REQUESTS];
    Arrays.setAll(all, i -> p2ft * (1 + random.nextGaussian() * 0.01));
    write(stack, trial, repeat, begin, all);
  }

  /** The same with a time for each. */
  public void write(String stack, String trial, int repeat, long begin, double[] p2ft) {
    List<RequestRecord> all = new ArrayList<>();
    long at = begin;
    for (double one : p2ft) {
      long first = Math.round(one);
      all.add(HandMade.ok(repeat, at + 1, at + 1 + first, at + 1 + 2 * first));
      at += 3 + 2 * first;
    }
    append(stack, trial, all);
  }

  /** Adds {@code records} as the tenant's own. */
  public void append(String stack, String trial, List<RequestRecord> records) {
    try {
      Path file = Files.createTempFile(folder, "record", ".jsonl");
      try (RecordWriter out = RecordWriter.append(file)) {
        records.forEach(out::write);
      }
      Path to = directory.requests(stack, trial);
      Files.createDirectories(to.getParent());
      Files.writeString(
          to,
          Files.readString(file)
              .replace("\"stack\":\"a\"", "\"stack\":\"" + stack + "\"")
              .replace("\"trial\":\"trial\"", "\"trial\":\"" + trial + "\""),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static String with(String neighbour) {
    return "complete-m-chat-stream-p1-with-" + neighbour + "-p1";
  }

  /** Repeats of all four trials, in which a is so many times slower beside b. */
  public void write(int repeats, double slowdownOfA) throws IOException {
    plan(repeats);
    for (int repeat = 1; repeat <= repeats; repeat++) {
      double drift = 1 + random.nextGaussian() * 0.02;
      write("a", ALONE, repeat, 0, 100 * drift);
      write("b", ALONE, repeat, 10_000, 50 * drift);
      write("a", with("b"), repeat, 20_000, 100 * drift * slowdownOfA);
      write("b", with("a"), repeat, 20_000, 50 * drift);
    }
  }

  /** A tenant alone and beside the other in both ways; split it is so many times slower. */
  public void writeWays(int repeat, double drift, double ofA, double ofB) {
    long at = 100_000L * repeat;
    for (boolean split : new boolean[] {false, true}) {
      String way = split ? "-processors-split" : "-processors-shared";
      write("a", ALONE + way, repeat, at, 100 * drift);
      write("b", ALONE + way, repeat, at + 10_000, 100 * drift);
      write("a", with("b") + way, repeat, at + 20_000, 120 * drift * (split ? ofA : 1));
      write("b", with("a") + way, repeat, at + 20_000, 120 * drift * (split ? ofB : 1));
    }
  }

  /** One request in fifty of a takes twice as long beside b; each repeat is enough for a p99. */
  public void writeTail() throws IOException {
    plan(3);
    for (int repeat = 1; repeat <= 3; repeat++) {
      double[] even = new double[700];
      double[] tail = new double[700];
      Arrays.setAll(even, i -> i % 50 == 0 ? 20 : 10);
      Arrays.setAll(tail, i -> i % 50 == 0 ? 40 : 10);
      write("a", ALONE, repeat, 0, even);
      write("b", ALONE, repeat, 50_000, 50);
      write("a", with("b"), repeat, 100_000, tail);
      write("b", with("a"), repeat, 100_000, 50);
    }
  }

  /** A GPU that takes 100 W, on which so many of a and b compute, and so many of all. */
  public void gpu(double own, double all) throws IOException {
    StringBuilder samples = new StringBuilder();
    for (long second = -5; second < 60; second++) {
      String at = "{\"at\":%d,\"source\":".formatted(second * 1_000_000_000L);
      samples.append(at).append("\"gpu:0\",\"values\":{\"energyJoules\":");
      samples.append(1e6 + 100 * second).append(",\"processes\":").append(all).append("}}\n");
      for (String stack : List.of("a", "b")) {
        samples.append(at).append("\"stack:").append(stack);
        samples.append("\",\"values\":{\"processes@gpu:0\":").append(own).append("}}\n");
      }
    }
    Files.writeString(directory.samples(), samples);
  }
}
