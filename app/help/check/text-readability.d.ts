/** The formulas that this site uses; the package has no types of its own. */
declare module "text-readability" {
  const readability: {
    fleschKincaidGrade(text: string): number;
    gunningFog(text: string): number;
    automatedReadabilityIndex(text: string): number;
  };
  export default readability;
}
