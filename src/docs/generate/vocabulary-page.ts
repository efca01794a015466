import type { Question, Vocabulary, Word } from "./vocabulary.js";

const INTRODUCTION = `<!-- Written by \`npm run generate\` from src/vocabulary.ts and the comments of the files behind it; edit those. -->

# What a rule can ask

A rule asks the words on this page what the code means. \`module\` is what its \`check\` is given; from there everything else is
reached. Rules of your own import words from \`scarlint/python\`, built-in ones from the file beside the word. What is marked
*type* says what an answer looks like. A line of code gives what stands behind it.

A word may change between versions; one that is gone is named when a rule of your own asks for it.
`;

/** The page of the vocabulary, as Markdown. */
export function vocabularyPage({ questions }: Vocabulary): string {
  const index = questions.map(({ title }) => `- [${title}](#${anchorOf(title)})`).join("\n");
  return [INTRODUCTION, index, "", ...questions.map(sectionOf)].join("\n");
}

function sectionOf({ title, text, python, js, words }: Question): string {
  const programs = [fenced("python", python), fenced("js", js)];
  const asked = words.filter(({ isType }) => !isType).map(lineOf);
  const types = words.filter(({ isType }) => isType).map(typeOf);
  return (
    [`## ${title}`, text, ...programs, asked.join("\n"), ...types].filter((part) => part !== "").join("\n\n") + "\n"
  );
}

function lineOf({ name, signature, answer, file }: Word): string {
  const isMember = name.includes(".");
  return `- \`${signature}\`${isMember ? "" : ` (${linkTo(file)})`}: ${answer}`;
}

function typeOf({ name, signature, answer, file }: Word): string {
  return `*type* \`${name}\` (${linkTo(file)}): ${answer}\n\n${fenced("ts", `${signature}\n`)}`;
}

const linkTo = (file: string): string => `[${file.replace(/^src\//, "")}](../${file})`;

const fenced = (language: string, code: string): string => (code === "" ? "" : `\`\`\`${language}\n${code}\`\`\``);

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\w\s-]/g, "")
    .replace(/\s/g, "-");
