package org.inferometer.bench;

import java.util.function.LongSupplier;
import org.inferometer.load.Driver;
import org.inferometer.load.User;
import org.inferometer.load.Users;
import org.inferometer.record.Labels;

/** A tenant's users, or the slots of its closed loop, which are users who do not think. */
final class TenantUsers extends TenantLoad implements People.Host {
  private final int users;
  private final Integer most;
  private final People people;
  private long measured;
  private Long left;

  /**
   * @param firstNanos when the first of them comes, from the release on
   * @param most measured requests; null for as many as there are in the time
   */
  TenantUsers(
      Asking asking,
      Users users,
      long firstNanos,
      long seed,
      Recorder recorder,
      Span span,
      Integer most) {
    super(asking, recorder, span);
    this.users = users.users();
    this.most = most;
    this.people = new People(this, users, firstNanos, seed, recorder, span);
  }

  @Override
  void run(LongSupplier release) throws InterruptedException {
    people.run(new Driver(people, release), at -> left == null && span.goesOn(at));
  }

  @Override
  public Asking asking(User user) {
    return asking;
  }

  @Override
  public Labels labels(Labels labels) {
    return whose(labels);
  }

  /** The first requests of all slots start in step. */
  @Override
  public boolean counts(int index) {
    return index >= users;
  }

  @Override
  public void started(long scheduled, boolean counts) {
    started(scheduled);
    measured += counts ? 1 : 0;
    if (counts && most != null && measured == most) {
      left = scheduled;
    }
  }

  @Override
  void close() {
    super.close();
    people.close();
  }

  @Override
  Long left() {
    return left;
  }
}
