// One class after the other: all share few cores.
[assembly: DoNotParallelize]
