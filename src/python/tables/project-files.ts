/** Files in the folder of a distribution, any of which says that it is one. */
export const DISTRIBUTION_FILES: readonly string[] = ["pyproject.toml", "setup.py", "setup.cfg"];

/** Files that lie where a distribution begins, or a program is started. */
export const START_FILES: readonly string[] = [
  ...DISTRIBUTION_FILES,
  "requirements.txt",
  "Pipfile",
  "Dockerfile",
  "manage.py",
];
