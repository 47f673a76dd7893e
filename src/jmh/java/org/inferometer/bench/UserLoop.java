package org.inferometer.bench;

import java.time.Duration;
import org.inferometer.load.Driver;
import org.inferometer.load.Think;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The users of one trial: those who begin when all have come, and the time is not over, count. */
@State(Scope.Benchmark)
public class UserLoop implements People.Host {
  private static final Duration BY_HAND = Duration.ofSeconds(10);

  /** What sets these users apart from others in JMH's results; by hand how many there are. */
  @Param("10")
  public String users;

  private Target target;
  private Span span;
  private People people;

  /**
   * The load of a benchmark by hand: users who come all in the first second, and do not think.
   *
   * @throws IllegalArgumentException saying how many there may be
   */
  static Users byHand(String users) {
    if (!users.matches("[1-9][0-9]{0,3}")) {
      throw new IllegalArgumentException(
          "-p users=" + users + "; allowed: a whole number from 1 to 9999");
    }
    int number = Integer.parseInt(users);
    return new Users(number, number, Think.NONE, BY_HAND, null);
  }

  /** Encodes everybody's first requests. */
  @Setup(Level.Trial)
  public void prepare(Target asked) {
    target = asked;
    Users load = (Users) asked.load();
    span = new Span(load.steadyNanos(), load.endNanos());
    long seed = asked.cell().scheduleSeed();
    people = new People(this, load, 0, seed, Recorder.shared(), span);
  }

  @Override
  public Asking asking(User user) {
    return target.task(target.load().mix().isEmpty() ? "" : user.nextTask());
  }

  /** Lets them come, and waits until all have left. */
  void run() throws InterruptedException {
    people.run(new Driver(people), span::goesOn);
  }

  /** Ends the trial. */
  @TearDown(Level.Trial)
  public void end() {
    people.close();
    target.leave();
  }
}
