package dev.snapseal.tools.values;

/// Lets workers that finish parts in any order hand them in one after the other, in order of the
/// parts' numbers from 0 on; each part has exactly one worker that asks for its turn.
public final class Turns {
  private long turn;
  private boolean isOver;

  /// Waits for the turn of a part, however often this thread is interrupted meanwhile; it stays
  /// interrupted.
  ///
  /// @return `false` if there are no more turns: another worker failed
  public synchronized boolean await(long part) {
    boolean interrupted = false;
    while (turn != part && !isOver) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return !isOver;
  }

  /// Gives the turn to the next part.
  public synchronized void done() {
    turn++;
    notifyAll();
  }

  /// Ends all waiting: whose turn it is will not come.
  public synchronized void end() {
    isOver = true;
    notifyAll();
  }

  /// Whether there are no more turns.
  public synchronized boolean areOver() {
    return isOver;
  }
}
