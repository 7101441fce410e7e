"""What the recordings are judged by, read here once more and from the files alone: nothing of restride is used.

Each module names a folder under RESTRIDE_DATA and takes whatever lies in it by its layout: people, speeds and trials
that are put there later are scored by the same command.
"""
