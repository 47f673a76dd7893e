package org.inferometer.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inferometer.server.GenerationEvent.Aborted;
import org.inferometer.server.GenerationEvent.Failed;
import org.inferometer.server.GenerationEvent.Token;
import org.inferometer.server.RefusedException.Reason;
import org.inferometer.server.engine.Chunk;

/**
 * The one thread that drives the engine. Each step computes, in one pass over the weights, the next
 * token of every running sequence and a bounded piece of the prompts that are not through yet.
 * Between steps sequences that are done leave and waiting ones take their places, in the order of
 * arrival.
 */
public final class GenerationLoop implements AutoCloseable {
  private static final int PROMPT_TOKENS_PER_STEP = 256;

  private final ServedModel model;
  private final int maxRunning;
  private final int maxWaiting;
  private final ServerMetrics metrics;
  private final Thread thread = new Thread(this::run, "engine");

  private final Object lock = new Object();
  private final Deque<Sequence> waiting = new ArrayDeque<>();
  private final List<Sequence> running = new ArrayList<>();
  private boolean draining;
  private boolean stopping;

  /**
   * Starts the thread.
   *
   * @param maxSequences most sequences computed together, where the scheduler allows several
   * @param maxWaiting most requests waiting for a place; further ones are refused
   */
  public GenerationLoop(
      ServedModel model,
      Scheduler scheduler,
      int maxSequences,
      int maxWaiting,
      ServerMetrics metrics) {
    this.model = model;
    this.maxRunning = scheduler.sequences(maxSequences);
    this.maxWaiting = maxWaiting;
    this.metrics = metrics;
    thread.start();
  }

  /**
   * Takes a request.
   *
   * @throws RefusedException if too many are waiting, or the loop is ending
   */
  public Generation submit(GenerationRequest request) {
    Generation generation = new Generation(this::wake);
    Sequence sequence = new Sequence(model, request, generation, new RequestTimes());
    synchronized (lock) {
      if (draining) {
        throw new RefusedException(Reason.SHUTTING_DOWN, "the server is shutting down");
      }
      // A place that is free will be taken at the next step.
      if (running.size() + waiting.size() >= maxRunning + maxWaiting) {
        throw new RefusedException(
            Reason.QUEUE_FULL, maxWaiting + " requests are waiting, the most allowed");
      }
      waiting.add(sequence);
      count();
      lock.notifyAll();
    }
    return generation;
  }

  /**
   * Takes no more requests and waits for those there are; what is not done in time is aborted.
   *
   * @return whether everything was done in time
   */
  public boolean drain(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    synchronized (lock) {
      draining = true;
      while (!running.isEmpty() || !waiting.isEmpty()) {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        lock.wait(left / 1_000_000 + 1);
      }
      return true;
    }
  }

  /** Aborts what there is and ends the thread. The model stays open. */
  @Override
  public void close() throws InterruptedException {
    synchronized (lock) {
      draining = true;
      stopping = true;
      lock.notifyAll();
    }
    thread.join();
  }

  private void wake() {
    synchronized (lock) {
      lock.notifyAll();
    }
  }

  private void run() {
    while (awaitWork()) {
      List<Sequence> step = new ArrayList<>();
      List<Chunk> chunks = plan(step);
      try {
        model.engine().forward(chunks);
        metrics.sequencesPerStep().observe(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
          if (chunks.get(i).logits() != null) {
            advance(step.get(i));
          }
        }
      } catch (RuntimeException | OutOfMemoryError e) {
        step.retainAll(running);
        fail(step, e);
      }
    }
    synchronized (lock) {
      while (!running.isEmpty()) {
        end(running.get(0), FinishReason.ABORT, new Aborted());
      }
      for (Sequence sequence; (sequence = waiting.poll()) != null; ) {
        end(sequence, FinishReason.ABORT, new Aborted());
      }
    }
  }

  /** Lets sequences go and come. False if the loop ends. */
  private boolean awaitWork() {
    synchronized (lock) {
      while (!stopping) {
        for (Sequence sequence : cancelled()) {
          end(sequence, FinishReason.ABORT, null);
        }
        while (running.size() < maxRunning && !waiting.isEmpty()) {
          start(waiting.remove());
        }
        count();
        if (!running.isEmpty()) {
          return true;
        }
        try {
          lock.wait();
        } catch (InterruptedException e) {
          stopping = true;
        }
      }
      return false;
    }
  }

  private List<Sequence> cancelled() {
    List<Sequence> cancelled = new ArrayList<>();
    running.stream().filter(s -> s.generation().isCancelled()).forEach(cancelled::add);
    waiting.stream().filter(s -> s.generation().isCancelled()).forEach(cancelled::add);
    return cancelled;
  }

  private void start(Sequence sequence) {
    try {
      sequence.start();
      sequence.times().started(metrics);
      running.add(sequence);
    } catch (RuntimeException | OutOfMemoryError e) {
      fail(List.of(sequence), e);
    }
  }

  private List<Chunk> plan(List<Sequence> step) {
    List<Chunk> chunks = new ArrayList<>();
    int promptTokens = PROMPT_TOKENS_PER_STEP;
    for (Sequence sequence : running) {
      int pending = sequence.pending();
      int count = pending == 1 ? 1 : Math.min(pending, promptTokens);
      if (count > 0) {
        promptTokens -= pending == 1 ? 0 : count;
        step.add(sequence);
        chunks.add(sequence.chunk(count));
      }
    }
    return chunks;
  }

  private void advance(Sequence sequence) {
    if (sequence.generation().isCancelled()) {
      return;
    }
    if (sequence.isPrompt()) {
      metrics.prompt(sequence.promptTokens());
    }
    Token token = sequence.next();
    metrics.token();
    sequence.times().token(metrics);
    if (token.isLast()) {
      end(sequence, token.finish(), token);
    } else {
      sequence.generation().emit(token);
    }
  }

  private void fail(List<Sequence> sequences, Throwable cause) {
    for (Sequence sequence : sequences) {
      end(sequence, FinishReason.ERROR, new Failed("the engine failed: " + cause));
    }
  }

  private void end(Sequence sequence, FinishReason reason, GenerationEvent last) {
    synchronized (lock) {
      running.remove(sequence);
      waiting.remove(sequence);
      sequence.stop();
      sequence.times().ended(metrics);
      metrics.ended(reason);
      count();
      lock.notifyAll();
    }
    if (last != null) {
      sequence.generation().emit(last);
    }
  }

  private void count() {
    metrics.requests(running.size(), waiting.size());
  }
}
