package org.inferometer.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Charts of made-up values, the same ones each time. */
final class Samples {
  static final List<String> STACKS =
      List.of(
          "custom (fifo)",
          "vLLM 0.11",
          "transformers serve",
          "Triton with TensorRT-LLM backend, in-flight batching",
          "custom (batch, 8 sequences)",
          "llama.cpp server");

  private Samples() {}

  static Bars bars(int stacks, List<String> categories) {
    SplittableRandom random = new SplittableRandom(7);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < stacks; s++) {
      int stack = s;
      List<Point> points =
          IntStream.range(0, categories.size())
              .mapToObj(
                  i -> {
                    double y = 100 + 300 * random.nextDouble() + 40 * stack;
                    boolean missing = stack == 1 && i == 2;
                    return new Point(
                        i,
                        missing ? Double.NaN : y,
                        y * 0.93,
                        y * 1.12,
                        400,
                        i == 1 && stack == 0,
                        null);
                  })
              .toList();
      series.add(new Series(STACKS.get(s), Look.ofStack(s), points));
    }
    return new Bars(
        new Caption("bars-" + stacks + "-" + categories.size(), "Bars.", note()),
        "",
        categories,
        Axis.linear("Total latency (ms)"),
        series);
  }

  static Bars repeated(Bars bars) {
    return new Bars(
        bars.caption(), bars.xTitle(), bars.categories(), bars.y(), repeated(bars.series()));
  }

  static Lines repeated(Lines lines) {
    return new Lines(lines.caption(), lines.form(), lines.x(), lines.y(), repeated(lines.series()));
  }

  /** Four repeats of each point. */
  private static List<Series> repeated(List<Series> all) {
    return all.stream()
        .map(
            series ->
                new Series(
                    series.name(),
                    series.look(),
                    series.points().stream()
                        .map(
                            p ->
                                new Point(
                                    p.x(),
                                    p.y(),
                                    p.low(),
                                    p.high(),
                                    p.n(),
                                    p.suspect(),
                                    p.label(),
                                    DoubleStream.of(0.92, 0.97, 1.01, 1.15)
                                        .mapToObj(factor -> factor * p.y())
                                        .toList()))
                        .toList()))
        .toList();
  }

  static Lines curves(int stacks, List<Integer> parallelism, Axis.Scale x, Axis.Scale y) {
    SplittableRandom random = new SplittableRandom(7);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < stacks; s++) {
      List<Point> points = new ArrayList<>();
      double speed = 30 + 60 * random.nextDouble();
      for (int p : parallelism) {
        double value = speed * p / (1 + p / (4.0 + 3 * s)) * (0.95 + 0.1 * random.nextDouble());
        points.add(new Point(p, value, value * 0.9, value * 1.08, 400, p == 4 && s == 0, null));
      }
      series.add(new Series(STACKS.get(s), Look.ofStack(s), points));
    }
    return new Lines(
        new Caption("curves-" + stacks + "-" + parallelism.size() + y, "Curves.", note()),
        Lines.Form.CURVE,
        new Axis("Requests in flight, p", x),
        new Axis("Token throughput (tok/s)", y),
        series);
  }

  static Lines steps(int stacks, Axis.Scale scale) {
    SplittableRandom random = new SplittableRandom(7);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < stacks; s++) {
      double[] values = new double[200];
      for (int i = 0; i < values.length; i++) {
        values[i] = 20 * (s + 1) * Math.exp(0.6 * random.nextGaussian());
      }
      java.util.Arrays.sort(values);
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        points.add(Point.of(values[i], (i + 1.0) / values.length));
      }
      series.add(new Series(STACKS.get(s), Look.ofStack(s), points));
    }
    return new Lines(
        new Caption("steps-" + stacks + scale, "Steps.", note()),
        Lines.Form.STEP,
        new Axis("P2FT (ms)", scale),
        Axis.linear("Share of requests"),
        series);
  }

  static Lines traces(int stacks) {
    SplittableRandom random = new SplittableRandom(7);
    List<Series> series = new ArrayList<>();
    for (int s = 0; s < stacks; s++) {
      List<Point> points = new ArrayList<>();
      double value = 800 + 300 * s;
      for (int i = 0; i < 300; i++) {
        value += 8 * random.nextGaussian() + 1;
        points.add(Point.of(i * 0.1, value));
      }
      series.add(new Series(STACKS.get(s), Look.ofStack(s), points));
    }
    return new Lines(
        new Caption("traces-" + stacks, "Traces.", note()),
        Lines.Form.TRACE,
        Axis.linear("Time (s)"),
        Axis.linear("Host memory (MiB)"),
        series);
  }

  static Lines stacked() {
    List<Point> running = new ArrayList<>();
    List<Point> ok = new ArrayList<>();
    List<Point> failed = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      running.add(Point.of(i, Math.min(8, 1 + i / 2)));
      ok.add(Point.of(i, i < 4 ? 0 : 3 + random.nextInt(4)));
      failed.add(Point.of(i, i > 40 ? random.nextInt(2) : 0));
    }
    return new Lines(
        new Caption("stacked", "Status.", note()),
        Lines.Form.STACKED,
        Axis.linear("Time (s)"),
        Axis.linear("Requests"),
        List.of(
            new Series("in progress", Look.IN_PROGRESS, running),
            new Series("ok", Look.OK, ok),
            new Series("failed", Look.FAILED, failed)));
  }

  static HeatMap heat(int stacks) {
    SplittableRandom random = new SplittableRandom(7);
    List<List<Point>> values = new ArrayList<>();
    for (int s = 0; s < stacks; s++) {
      List<Point> row = new ArrayList<>();
      for (int p = 0; p < 5; p++) {
        row.add(Point.of(p, s == 1 && p == 2 ? Double.NaN : random.nextDouble() * (p + 1)));
      }
      values.add(row);
    }
    return new HeatMap(
        new Caption("heat-" + stacks, "Heat.", note()),
        "Requests in flight, p",
        List.of("1", "2", "4", "8", "16"),
        "",
        STACKS.subList(0, stacks),
        values,
        "Throughput-to-latency ratio (req/s²)");
  }

  static Panels panels(int count, int stacks) {
    List<Lines> panels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Lines one = curves(stacks, List.of(1, 2, 4, 8), Axis.Scale.LOG2, Axis.Scale.LINEAR);
      Caption caption = new Caption("", "task " + i, "");
      panels.add(new Lines(caption, one.form(), one.x(), one.y(), one.series()));
    }
    return new Panels(new Caption("panels-" + count, "Panels.", note()), panels);
  }

  private static String note() {
    return "Mean with 95 % interval (Student t over 5 repeats), n = 380–400 requests per point."
        + " Hollow: suspect.";
  }
}
