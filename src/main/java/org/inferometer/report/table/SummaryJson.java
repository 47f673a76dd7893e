package org.inferometer.report.table;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.inferometer.load.Closed;
import org.inferometer.result.AfterCancel;
import org.inferometer.result.Answers;
import org.inferometer.result.CacheUse;
import org.inferometer.result.Cell;
import org.inferometer.result.Compared;
import org.inferometer.result.Comparison;
import org.inferometer.result.Estimate;
import org.inferometer.result.FailedTrial;
import org.inferometer.result.Failures;
import org.inferometer.result.Metric;
import org.inferometer.result.Reason;
import org.inferometer.result.Repetition;
import org.inferometer.result.Run;
import org.inferometer.result.SameAnswers;
import org.inferometer.result.Served;
import org.inferometer.result.ServerCheck;
import org.inferometer.result.ServerSide;
import org.inferometer.result.Statistic;
import org.inferometer.result.Summary;
import org.inferometer.result.TokensPerEvent;
import org.inferometer.result.TrialResult;
import org.inferometer.result.TurnResult;
import org.inferometer.scenario.Stopped;

/** Every number of a run as JSON, after {@code summary.schema.json}; absent where unknown. */
final class SummaryJson {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private SummaryJson() {}

  static ObjectNode of(Run run) {
    ObjectNode out = JSON.createObjectNode();
    out.put("run", run.name());
    out.put("complete", run.complete());
    out.put("interleaved", run.plan().interleaved());
    ArrayNode leftOut = out.putArray("leftOut");
    run.plan().leftOut().forEach(leftOut::add);
    ArrayNode added = out.putArray("added");
    run.plan().added().forEach(added::add);
    ArrayNode stopped = out.putArray("stopped");
    for (Stopped one : run.plan().stopped()) {
      ObjectNode cell = stopped.addObject();
      if (one.tenant() != null) {
        cell.put("tenant", one.tenant());
      }
      cell.put("trial", one.trial()).put("of", one.of()).put("repeats", one.repeats());
      cell.put("reached", one.reached());
      if (one.reach() != null) {
        cell.put("reach", one.reach());
      }
      if (one.windows() == null) {
        cell.put("confidence", one.confidence());
      } else {
        cell.put("windows", one.windows());
      }
    }
    ArrayNode failed = out.putArray("failedTrials");
    for (FailedTrial one : run.failed()) {
      failed
          .addObject()
          .put("stack", one.stack())
          .put("trial", one.trial())
          .put("repeat", one.repeat())
          .put("reason", one.reason());
    }
    ObjectNode metrics = out.putObject("metrics");
    for (Metric metric : Metric.values()) {
      ObjectNode one = metrics.putObject(metric.id());
      one.put("label", metric.label());
      one.put("unit", metric.unit());
      one.put("better", lower(metric.better()));
    }
    ArrayNode same = out.putArray("sameAnswers");
    for (SameAnswers one : SameAnswers.read(run.directory().sameAnswers())) {
      ObjectNode pair = same.addObject().put("trial", one.trial());
      pair.put("base", one.base()).put("other", one.other());
      pair.put("compared", one.compared()).put("same", one.same());
      one.median().ifPresent(at -> pair.put("unit", one.unit()).put("firstDifference", at));
    }
    ArrayNode trials = out.putArray("trials");
    run.trials().forEach(one -> trial(trials.addObject(), one));
    ArrayNode comparisons = out.putArray("comparisons");
    run.comparisons().forEach(one -> comparison(comparisons.addObject(), one));
    TenantsJson.put(out, run);
    ArrayNode problems = out.putArray("problems");
    run.problems().forEach(problems::add);
    return out;
  }

  private static void trial(ObjectNode out, TrialResult trial) {
    out.put("stack", trial.stack());
    cell(out, trial.cell());
    out.put("validity", trial.validity().verdict());
    ArrayNode reasons = out.putArray("reasons");
    trial.validity().reasons().forEach(one -> reason(reasons.addObject(), one));
    if (trial.tokenSource() != null) {
      out.put("tokenSource", lower(trial.tokenSource()));
    }
    CacheUse cache = trial.asked().cache();
    if (cache != null) {
      out.putObject("cache").put("share", cache.share()).put("source", cache.source());
    }
    if (trial.asked().earlier() != null) {
      out.put("seenBefore", trial.asked().earlier());
    }
    trial.turns().forEach(one -> turn(out.withArrayProperty("turns").addObject(), one));
    if (trial.served() != null) {
      served(out.putObject("server"), trial.served());
    }
    answers(out, trial.answers());
    Compared compared = trial.asked().compared();
    out.putObject("compared")
        .put("prompts", compared.prompts())
        .put("answered", compared.answered())
        .put("enough", compared.enough());
    ObjectNode phases = out.putObject("phases");
    trial.phases().forEach((phase, count) -> phases.put(lower(phase), count));
    ObjectNode outcomes = out.putObject("outcomes");
    trial.outcomes().forEach((outcome, count) -> outcomes.put(lower(outcome), count));
    ArrayNode failures = out.putArray("failures");
    for (Failures one : trial.failures()) {
      ObjectNode failure = failures.addObject();
      failure.put("outcome", lower(one.example().outcome()));
      if (one.example().status() != null) {
        failure.put("status", one.example().status());
      }
      if (one.example().reason() != null) {
        failure.put("reason", one.example().reason());
      }
      failure.put("count", one.count());
    }
    ObjectNode metrics = out.putObject("metrics");
    for (Metric metric : Metric.values()) {
      for (Statistic statistic : metric.statistics()) {
        Estimate estimate = trial.estimate(metric, statistic);
        if (estimate.isPresent()) {
          estimate(metrics.withObjectProperty(metric.id()).putObject(statistic.label()), estimate);
        }
      }
    }
    ArrayNode repeats = out.putArray("repeats");
    trial.repeats().forEach(one -> repetition(repeats.addObject(), one));
    ArrayNode iterations = out.putArray("iterations");
    trial.iterations().forEach(one -> repetition(iterations.addObject(), one));
    side(out, trial.side());
    ObjectNode peers = out.putObject("peers");
    trial.peers().forEach(peers::put);
  }

  private static void side(ObjectNode out, ServerSide side) {
    ArrayNode checks = out.putArray("crossCheck");
    for (ServerCheck one : side.checks()) {
      ObjectNode check = checks.addObject();
      put(check, "measured", one.measured());
      check
          .put("what", lower(one.what()))
          .put("server", one.server())
          .put("serverCount", one.serverCount())
          .put("client", one.client())
          .put("clientCount", one.clientCount())
          .put("measuredCount", one.measuredCount())
          .put("words", one.words())
          .put("open", one.open());
    }
    ObjectNode parts = out.putObject("timeMillis");
    side.parts().forEach((part, millis) -> parts.put(lower(part), millis));
    ObjectNode load = out.putObject("serverLoad");
    put(load, "preemptions", side.preemptions());
    put(load, "others", side.others());
    put(load, "running", side.running());
    put(load, "waiting", side.waiting());
    put(load, "mostWaiting", side.mostWaiting());
    put(load, "waitingAtSlowest", side.waitingAtSlowest());
    put(load, "mostKvCacheShare", side.mostKvCache());
  }

  private static void put(ObjectNode out, String name, double value) {
    if (Double.isFinite(value)) {
      out.put(name, value);
    }
  }

  private static void answers(ObjectNode out, Answers answers) {
    TokensPerEvent tokens = answers.perEvent();
    if (Double.isFinite(tokens.mean())) {
      ObjectNode per = out.putObject("tokensPerEvent").put("mean", tokens.mean());
      ObjectNode events = per.putObject("events");
      tokens.events().forEach((size, count) -> events.put(size.toString(), count));
    }
    AfterCancel server = answers.afterCancel();
    if (server != null) {
      out.putObject("afterCancel")
          .put("source", server.source())
          .put("cancelled", server.cancelled())
          .put("generated", server.generated())
          .put("received", server.received())
          .put("running", server.running());
    }
  }

  private static void reason(ObjectNode out, Reason reason) {
    out.put("code", reason.code().id());
    out.put("value", reason.value());
    out.put("limit", reason.limit());
    if (!reason.about().isEmpty()) {
      out.put("about", reason.about());
    }
    out.put("text", reason.sentence());
  }

  private static void turn(ObjectNode out, TurnResult turn) {
    out.put("turn", turn.number()).put("requests", turn.requests()).put("failed", turn.failed());
    ObjectNode means = out.putObject("means");
    turn.means().forEach((metric, estimate) -> estimate(means.putObject(metric.id()), estimate));
    if (turn.cached().isPresent()) {
      estimate(out.putObject("cached"), turn.cached());
    }
    if (turn.earlier().isPresent()) {
      estimate(out.putObject("seenBefore"), turn.earlier());
    }
  }

  private static void served(ObjectNode out, Served served) {
    out.put("requests", served.requests()).put("failed", served.failed());
    out.put("inferences", served.inferences()).put("executions", served.executions());
    ObjectNode batches = out.putObject("batches");
    served.batches().forEach((size, count) -> batches.put(size.toString(), count));
  }

  private static void repetition(ObjectNode out, Repetition one) {
    out.put("fork", one.fork());
    if (one.iteration() > 0) {
      out.put("iteration", one.iteration());
    }
    if (!Double.isNaN(one.startSeconds())) {
      out.put("startSeconds", one.startSeconds());
    }
    out.put("seconds", one.seconds());
    out.put("wholeSeconds", one.wholeSeconds());
    values(out.putObject("metrics"), one.summary());
  }

  private static void values(ObjectNode out, Summary summary) {
    for (Metric metric : Metric.values()) {
      double value = summary.get(metric, metric.headline());
      if (Double.isFinite(value)) {
        out.put(metric.id(), value);
      }
    }
  }

  static void comparison(ObjectNode out, Comparison one) {
    cell(out, one.cell());
    out.put("metric", one.metric().id());
    out.put("statistic", one.statistic().label());
    out.put("base", one.base());
    out.put("other", one.other());
    out.put("baseValue", one.baseEstimate().value());
    out.put("otherValue", one.otherEstimate().value());
    if (one.ratio().isPresent()) {
      estimate(out.putObject("ratio"), one.ratio());
    }
    if (one.verdict().isTested()) {
      out.put("confidence", 1 - one.level());
      out.put("pValue", one.effect().pValue());
      if (one.declared()) {
        out.put("adjustedP", one.adjustedP());
      }
      if (Double.isFinite(one.detectable())) {
        out.put("detectable", one.detectable());
      }
      out.put("equivalent", one.equivalent());
      out.put("repeatsNeeded", one.repeatsNeeded());
    }
    out.put("declared", one.declared());
    out.put("paired", one.paired());
    out.put("leftOut", one.leftOut());
    out.put("apart", one.apart());
    out.put("verdict", one.verdict().label());
    out.put("suspect", one.suspect());
  }

  private static void cell(ObjectNode out, Cell cell) {
    out.put("trial", cell.name());
    out.put("measure", cell.measure().label());
    out.put("model", cell.model());
    out.put("task", cell.task());
    out.put("mode", cell.mode().label());
    out.put("load", cell.load().label());
    if (cell.load() instanceof Closed closed) {
      out.put("p", closed.parallelism());
    }
  }

  static void estimate(ObjectNode out, Estimate estimate) {
    out.put("value", estimate.value());
    if (estimate.hasInterval()) {
      out.put("low", estimate.low());
      out.put("high", estimate.high());
      out.put("interval", lower(estimate.interval()));
    }
    out.put("repeats", estimate.repeats());
    out.put("count", estimate.count());
  }

  /** A constant as files spell it. */
  static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
