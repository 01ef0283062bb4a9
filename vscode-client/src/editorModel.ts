/** The model that VS Code offers, asked for the server: `heldout/askModel`. It is the user's own, and VS Code asks for consent. */
import * as vscode from 'vscode';
import type { Ctx } from './ctx';
import { agentSettings } from './settings';

interface Question {
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
}

type Answer = { readonly text: string } | { readonly error: string };

/** As much of a chat model as is used. */
export type Model = Pick<vscode.LanguageModelChat, 'id' | 'family' | 'sendRequest'>;

export class EditorModel {
  /** Another list of models, for tests: a test has no account. */
  models: () => Thenable<readonly Model[]> = () => vscode.lm.selectChatModels();

  constructor(ctx: Ctx) {
    ctx.onClient((client) => {
      client.onRequest('heldout/askModel', (question: Question, token: vscode.CancellationToken) =>
        this.ask(question, token),
      );
    });
  }

  async ask({ system, messages }: Question, token: vscode.CancellationToken): Promise<Answer> {
    try {
      const models = await this.models();
      const wanted = agentSettings().model;
      const model = models.find(({ id, family }) => id === wanted || family === wanted) ?? models[0];
      if (model === undefined) return { error: 'NotFound' };
      const said = messages.map(({ role, content }) =>
        role === 'user'
          ? vscode.LanguageModelChatMessage.User(content)
          : vscode.LanguageModelChatMessage.Assistant(content),
      );
      // The API has no system turn: what is stable comes first.
      const turns = [vscode.LanguageModelChatMessage.User(system), ...said];
      const justification = 'Heldout asks it to fix or explain the finding that you chose.';
      const response = await model.sendRequest(turns, { justification }, token);
      let text = '';
      for await (const part of response.text) text += part;
      return { text };
    } catch (error) {
      return { error: error instanceof vscode.LanguageModelError ? error.code : 'Unknown' };
    }
  }
}
