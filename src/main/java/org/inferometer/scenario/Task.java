package org.inferometer.scenario;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.inferometer.dataset.Conversation;
import org.inferometer.dataset.Generation;
import org.inferometer.dataset.Prefix;
import org.inferometer.dataset.Prompt;
import org.inferometer.dataset.PromptSequence;
import org.inferometer.dataset.Prompts;
import org.inferometer.dataset.Synthetic;
import org.inferometer.load.Cancel;
import org.inferometer.load.Load;
import org.inferometer.load.Open;
import org.inferometer.load.Trace;
import org.inferometer.record.Mode;

/**
 * Something the models are asked to do.
 *
 * @param prompts JSON Lines file of prompts; null where they are made, or those of traces
 * @param synthetic how they are made; null where there is a file
 * @param api {@code completions} or {@code chat}
 * @param template text of a request, with <code>{text}</code> where the prompt goes
 * @param maxWords words of a prompt that are used, for models with a short context; null for all
 * @param reuse whether prompts are asked as they are, again and again, and so perhaps answered from
 *     a server's cache; else each request asks a new one
 * @param modes in which it is asked
 * @param loads under which it is asked, by itself or mixed with others
 * @param generation arguments by model name
 * @param cancel which of its requests are given up; null for none
 * @param conversation how its conversations are held; null for {@link Talk#DEFAULT}
 * @param prefix what some of its prompts begin with; null for nothing
 * @param keepAnswers whether the texts of its answers are kept; null where that depends: see {@link
 *     #keepsAnswers}
 * @param tools that the model may call, as the chat API takes them; null for none
 * @param batch prompts that each request asks together; null for one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Task(
    String name,
    Path prompts,
    Synthetic synthetic,
    String api,
    String template,
    @JsonProperty("max_words") Integer maxWords,
    boolean reuse,
    List<Mode> modes,
    @JsonAlias("parallelism") List<Load> loads,
    Map<String, Generation> generation,
    Cancel cancel,
    Talk conversation,
    Prefix prefix,
    @JsonProperty("keep_answers") Boolean keepAnswers,
    ArrayNode tools,
    Integer batch) {

  public Task {
    // Plans of earlier versions do not tell: there it was the scenario's.
    modes = modes == null ? List.of() : List.copyOf(modes);
    loads = loads == null ? List.of() : List.copyOf(loads);
    generation = Collections.unmodifiableMap(new LinkedHashMap<>(generation));
  }

  /** Whose requests are single ones that share nothing, and none is given up. */
  public Task(
      String name,
      Path prompts,
      Synthetic synthetic,
      String api,
      String template,
      Integer maxWords,
      boolean reuse,
      List<Mode> modes,
      List<Load> loads,
      Map<String, Generation> generation) {
    this(
        name,
        prompts,
        synthetic,
        api,
        template,
        maxWords,
        reuse,
        modes,
        loads,
        generation,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * Whether the texts of the answers of {@code model} are kept. Unless the scenario says so they
   * are where generation is greedy, because only then do two stacks have to give the same.
   */
  public boolean keepsAnswers(String model) {
    return keepAnswers == null ? isGreedy(model) : keepAnswers;
  }

  /** Whether {@code model} always takes the likeliest token. */
  public boolean isGreedy(String model) {
    Double temperature = generation(model) == null ? null : generation(model).temperature();
    return temperature != null && temperature == 0;
  }

  /** Prompts that each request asks. */
  public int perRequest() {
    return batch == null ? 1 : batch;
  }

  /** How its conversations are held. */
  public Talk talk() {
    return conversation == null ? Talk.DEFAULT : conversation;
  }

  /** All its prompts, with the turns that are asked; none where only traces are replayed. */
  public List<Prompt> allPrompts() {
    if (replays()) {
      return List.of();
    }
    if (synthetic != null) {
      return synthetic.prompts();
    }
    List<Prompt> all = Prompts.read(prompts);
    Integer turns = talk().turns();
    return turns == null
        ? all
        : all.stream().map(one -> new Conversation(one).first(turns)).toList();
  }

  /** Tokens at the beginnings of the prompts of a request of a trial that others share with it. */
  public int sharedTokens(long place) {
    if (prefix == null) {
      return 0;
    }
    long together = batch == null ? 1 : batch;
    long sharing =
        LongStream.range(place * together, (place + 1) * together).filter(prefix::shares).count();
    return (int) sharing * prefix.tokens();
  }

  /** The traces among its loads. */
  Stream<Trace> traces() {
    return loads.stream()
        .filter(Open.class::isInstance)
        .map(one -> ((Open) one).schedule())
        .filter(Trace.class::isInstance)
        .map(Trace.class::cast);
  }

  /** Whether its prompts are made of words of one token each. */
  public boolean makesPrompts() {
    return prompts == null;
  }

  /** Whether it has no prompts of its own, as all its requests are those of traces. */
  public boolean replays() {
    return prompts == null && synthetic == null;
  }

  /** How its prompts become new ones. */
  public PromptSequence.Renewal renewal() {
    return synthetic == null ? PromptSequence.Renewal.NONCE : synthetic;
  }

  /** What two runs have to share to be asked alike. */
  public String fingerprint() {
    String own =
        replays() ? "" : synthetic == null ? Prompts.sha256(prompts) : synthetic.toString();
    String held = conversation == null ? "" : conversation.toString();
    String shared = prefix == null ? "" : prefix.toString();
    String together = batch == null ? "" : " together " + batch;
    String called = tools == null ? "" : tools.toString();
    String givenUp = cancel == null ? "" : " cancelled " + cancel;
    return own
        + held
        + shared
        + together
        + called
        + givenUp
        + traces().map(Trace::fingerprint).collect(Collectors.joining());
  }

  /** The arguments used with {@code model}. */
  public Generation generation(String model) {
    return generation.get(model);
  }
}
