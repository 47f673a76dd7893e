package org.inferometer.standard;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import org.inferometer.standard.Framing.Piece;
import org.inferometer.standard.Shape.Role;

/**
 * Makes scripts from settings: the server's own, overridden by those of a request. Equal questions
 * share one script, so that nothing is formatted while answers run; only a jittered answer that is
 * drawn for the first time is formatted then, and what that delays is in the server's log.
 */
public final class AnswerScripts implements Responder {
  /**
   * Jittered answers come in so many variants, drawn at random. In turn, or with few, one server's
   * answers would be less independent of each other than any statistics take them to be.
   */
  private static final int VARIANTS = 4001;

  /** Tokens of the scripts kept: each is a buffer outside the heap, and of these there are few. */
  private static final int MOST_TOKENS = 500_000;

  /**
   * All answers to one question.
   *
   * @param next draws the number of one
   * @param due when the tokens of each are due
   */
  private record Variants(
      Answer answer,
      int count,
      IntSupplier next,
      IntFunction<long[]> due,
      Map<Integer, Script> scripts) {

    static Variants of(Answer answer) {
      Schedule schedule = answer.schedule();
      if (schedule.jitter() == 0) {
        return new Variants(answer, 1, () -> 0, n -> schedule.dueNanos(), new HashMap<>());
      }
      SplittableRandom order = new SplittableRandom(schedule.seed());
      return new Variants(
          answer,
          VARIANTS,
          () -> order.nextInt(VARIANTS),
          n -> schedule.withSeed(schedule.seed() * VARIANTS + n).dueNanos(),
          new HashMap<>());
    }

    static Variants of(Answer answer, Likeness likeness) {
      int count = likeness.answers().size();
      int[] turn = {-1};
      return new Variants(
          answer,
          count,
          () -> turn[0] = (turn[0] + 1) % count,
          likeness.answers()::get,
          new HashMap<>());
    }
  }

  private final String knobs;
  private final Capacity capacity;
  private final long awakeNanos;
  private final Path likenesses;
  private final Map<Question, Variants> scripts = new HashMap<>();
  private long kept;

  /**
   * Scripts with {@code text} as their default, see {@link Answer#parse}; what is no request's to
   * choose is {@code slots} and {@code sharing}, see {@link Capacity}, {@code awake}, see {@link
   * #awakeNanos}, and {@code likenesses}, the folder of the answers that can be imitated by {@code
   * like}.
   */
  public AnswerScripts(String text) {
    Knobs own = Knobs.parse(text);
    capacity = Capacity.of(own);
    awakeNanos = own.nanos("awake", Responder.super.awakeNanos());
    String folder = own.text("likenesses", null);
    likenesses = folder == null ? null : Path.of(folder);
    knobs = own.rest();
    Answer.of(own);
  }

  @Override
  public Capacity capacity() {
    return capacity;
  }

  @Override
  public long awakeNanos() {
    return awakeNanos;
  }

  @Override
  public long readPauseNanos() {
    return Knobs.parse(knobs).nanos(Answer.READ_EVERY, 0);
  }

  @Override
  public Script answer(Question question) {
    if (kept > MOST_TOKENS) {
      // What is left of the random numbers stays, or the same answers would come once more.
      scripts.values().removeIf(one -> one.count == 1);
      scripts.values().forEach(one -> one.scripts.clear());
      kept = 0;
    }
    Variants variants = scripts.computeIfAbsent(question, this::variants);
    return variants.scripts.computeIfAbsent(
        variants.next.getAsInt(),
        number -> {
          Answer answer = variants.answer;
          Script made =
              script(
                  question,
                  variants.due.apply(number),
                  answer.schedule().ttftNanos(),
                  answer.shape(),
                  answer.fault());
          kept += 1 + made.tokens();
          return made;
        });
  }

  private Variants variants(Question question) {
    String asked = question.maxTokens() == 0 ? null : "tokens=" + question.maxTokens();
    Answer answer = Answer.parse(asked, knobs, inModelName(question), question.knobs());
    return answer.like() == null
        ? Variants.of(answer)
        : Variants.of(answer, likeness(answer.like()));
  }

  private Likeness likeness(String name) {
    if (likenesses == null) {
      throw new IllegalArgumentException(
          "like=" + name + ": this server was started without a folder of likenesses");
    }
    return Likeness.read(likenesses.resolve(name));
  }

  /** Settings may stand in the place of the model's name, for clients that cannot send headers. */
  private static String inModelName(Question question) {
    return question.model().contains("=") ? question.model() : null;
  }

  /**
   * The script of one answer.
   *
   * @param due when its tokens are
   * @param endOfNone when it ends if it has no tokens
   */
  static Script script(Question question, long[] due, long endOfNone, Shape shape, Fault fault) {
    EventFormat format = question.api().format(question, shape);
    long end = due.length == 0 ? endOfNone : due[due.length - 1];
    switch (fault.kind()) {
      case STATUS, JSON_ERROR -> {
        int status = fault.kind() == Fault.Kind.STATUS ? fault.status() : 200;
        String body = format.error(status, "asked for by the request");
        return new Script(plain(status, fault.header(), body, shape.headNanos()));
      }
      default -> {}
    }
    if (!question.stream()) {
      Piece body = Piece.of(end, format.whole(due.length), due.length);
      Shape whole = typed(shape, Shape.Framing.LENGTH, "application/json", end);
      return faulty(
          Framing.frame(200, fault.header(), whole, List.of(body), true), format, shape, fault);
    }
    boolean complete = fault.kind() == Fault.Kind.NONE;
    int last = Math.min(due.length, complete ? due.length : fault.after());
    List<Piece> pieces = new ArrayList<>();
    String role = shape.role() == Role.NONE ? "" : format.role();
    if (!role.isEmpty()) {
      boolean early = shape.role() == Role.EARLY || due.length == 0;
      pieces.add(Piece.of(early ? shape.headNanos() : due[0], role, 0));
    }
    pieces.addAll(tokenPieces(format, shape, due, last));
    if (complete) {
      pieces.add(Piece.of(end, format.tail(due.length), 0));
    }
    Shape stream = typed(shape, shape.framing(), format.type(), shape.headNanos());
    return faulty(
        Framing.frame(200, fault.header(), stream, pieces, complete), format, shape, fault);
  }

  /** The whole of a plain JSON answer. */
  static List<Step> plain(int status, String header, String body, long dueNanos) {
    Shape shape =
        typed(Answer.parse("").shape(), Shape.Framing.LENGTH, "application/json", dueNanos);
    return Framing.frame(status, header, shape, List.of(Piece.of(dueNanos, body, 0)), true);
  }

  private static List<Piece> tokenPieces(EventFormat format, Shape shape, long[] due, int last) {
    List<Piece> pieces = new ArrayList<>();
    int step = shape.tokensPerEvent() * shape.eventsPerWrite();
    for (int from = 0; from < last; from += step) {
      int to = Math.min(last, from + step);
      StringBuilder events = new StringBuilder();
      for (int k = from; k < to; k += shape.tokensPerEvent()) {
        int next = Math.min(to, k + shape.tokensPerEvent());
        events.append(format.tokens(k, next, next == due.length));
      }
      pieces.add(Piece.of(due[to - 1], events.toString(), to - from));
    }
    return pieces;
  }

  private static Script faulty(List<Step> answer, EventFormat format, Shape shape, Fault fault) {
    if (fault.kind() == Fault.Kind.NONE) {
      return new Script(answer);
    }
    List<Step> steps = new ArrayList<>(fault.after() == Fault.BEFORE_HEAD ? List.of() : answer);
    long time = steps.isEmpty() ? 0 : steps.get(steps.size() - 1).dueNanos();
    steps.addAll(FaultSteps.of(fault.kind(), format, shape, time + shape.pauseNanos(), steps));
    return new Script(steps);
  }

  private static Shape typed(Shape shape, Shape.Framing framing, String type, long head) {
    return shape.framed(framing, shape.type() == null ? type : shape.type(), head);
  }
}
